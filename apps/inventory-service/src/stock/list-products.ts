import { Transactions } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { Product } from './domain/product.js';
import { ProductCatalog, type ProductFilter, type ProductPlace } from './persistence/product.catalog.js';

/** A stretch of the list of products. */
export interface ProductPage {
  readonly items: readonly Product[];
  /** Where the next stretch begins; absent at the end. */
  readonly next?: ProductPlace | undefined;
  /** How many there are in all, unless there are too many to count. */
  readonly total?: number | undefined;
}

/** Goes through the products, newest first. */
@Injectable()
export class ListProducts {
  constructor(
    private readonly transactions: Transactions,
    private readonly catalog: ProductCatalog,
  ) {}

  /** At most `limit` of the products that pass the filter, after the given place. */
  async execute(
    tenant: string,
    filter: ProductFilter,
    { limit, after }: { limit: number; after: ProductPlace | undefined },
  ): Promise<ProductPage> {
    const db = this.transactions.reader(tenant);
    // One more than asked for tells whether the list goes on.
    const found = await this.catalog.list(db, filter, limit + 1, after);
    const items = found.slice(0, limit);
    const total = await this.catalog.count(db, filter);
    return { items, next: found.length > limit ? items.at(-1) : undefined, total };
  }
}
