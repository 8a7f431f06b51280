import { Module } from '@nestjs/common';
import { AnswerProductQuestions } from './answer-product-questions.js';
import { KnownProducts } from './persistence/known-products.js';
import { ValidateProducts } from './validate-products.js';

/** What other services may ask about products. */
@Module({
  controllers: [AnswerProductQuestions],
  providers: [KnownProducts, ValidateProducts],
})
export class ValidationModule {}
