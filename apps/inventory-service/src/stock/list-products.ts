import { Transactions } from '@app/messaging';
import { type Page, pageOf, type Stretch } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { ProductFilter, ProductPlace, ProductSort } from './domain/product-list.js';
import type { Product } from './domain/product.js';
import { ProductCatalog } from './persistence/product.catalog.js';

/** Goes through the products in one of several orders. */
@Injectable()
export class ListProducts {
  constructor(
    private readonly transactions: Transactions,
    private readonly catalog: ProductCatalog,
  ) {}

  /** The products of a stretch that pass the filter, with a cursor to go on and their number up to ten thousand. */
  async execute(
    tenant: string,
    filter: ProductFilter,
    sort: ProductSort,
    stretch: Stretch<ProductPlace>,
  ): Promise<Page<Product>> {
    const db = this.transactions.reader(tenant);
    const total = await this.catalog.count(db, filter);
    const isShort = filter.text !== undefined && total !== undefined;
    const limit = stretch.limit + 1;
    const found = await this.catalog.list(db, { ...stretch, limit, filter, sort, isShort });
    const page = pageOf(found, stretch.limit, (last) => placeOf(sort, last));
    return total === undefined ? page : { ...page, total };
  }
}

/** What a cursor holds: the order it belongs to, what that order compares, and the id. */
function placeOf(sort: ProductSort, product: Product): [ProductSort, string, string] {
  const { createdAt, name, productId } = product;
  const values = { createdAt: createdAt.toISOString(), name, productId };
  return [sort, values[sort.replace('-', '') as keyof typeof values], productId];
}
