import { VALIDATE_PRODUCTS, validateProductsRequest, type ValidateProductsReply } from '@app/contracts';
import { LOGGER, type Logger } from '@app/platform';
import { Catch, Controller, Inject, type RpcExceptionFilter, UseFilters } from '@nestjs/common';
import { MessagePattern, Payload, RpcException, Transport } from '@nestjs/microservices';
import { type Observable, throwError } from 'rxjs';
import { z } from 'zod';
import { ValidateProducts } from './validate-products.js';

/** Answers a failed question with a code and says nothing else of what went wrong here. */
@Catch()
class AnswerWithCode implements RpcExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(err: unknown): Observable<never> {
    if (err instanceof RpcException) return throwError(() => err.getError());
    this.logger.warn({ err }, 'a question about products could not be answered');
    return throwError(() => ({ code: 'unavailable', detail: 'It cannot be answered for now.' }));
  }
}

/** The one question that other services may ask: request and reply on the broker, nothing stored. */
@Controller()
@UseFilters(AnswerWithCode)
export class AnswerProductQuestions {
  constructor(private readonly validateProducts: ValidateProducts) {}

  @MessagePattern(VALIDATE_PRODUCTS, Transport.RMQ)
  async answer(@Payload() question: unknown): Promise<ValidateProductsReply> {
    const { success, data, error } = validateProductsRequest.safeParse(question);
    if (success) return this.validateProducts.execute(data);
    throw new RpcException({ code: 'invalid-question', detail: z.prettifyError(error).slice(0, 1000) });
  }
}
