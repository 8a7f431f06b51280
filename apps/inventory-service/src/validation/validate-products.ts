import type { ValidateProductsReply, ValidateProductsRequest } from '@app/contracts';
import { Transactions } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import { KnownProducts } from './persistence/known-products.js';

/** Tells another service what the shop knows of products. */
@Injectable()
export class ValidateProducts {
  constructor(
    private readonly transactions: Transactions,
    private readonly products: KnownProducts,
  ) {}

  /** Those of the products that exist. Rejects when there is no such tenant, or its database is away. */
  async execute({ tenant, productIds }: ValidateProductsRequest): Promise<ValidateProductsReply> {
    return { products: await this.products.among(this.transactions.reader(tenant), productIds) };
  }
}
