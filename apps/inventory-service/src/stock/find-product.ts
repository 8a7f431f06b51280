import { Transactions } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { ProductDetails } from './domain/product.js';
import { ProductCatalog } from './persistence/product.catalog.js';

/** Looks up one product. */
@Injectable()
export class FindProduct {
  constructor(
    private readonly transactions: Transactions,
    private readonly catalog: ProductCatalog,
  ) {}

  /** The product with its latest movements; throws `ProductNotFound`. */
  execute(tenant: string, productId: string): Promise<ProductDetails> {
    return this.catalog.find(this.transactions.reader(tenant), productId);
  }
}
