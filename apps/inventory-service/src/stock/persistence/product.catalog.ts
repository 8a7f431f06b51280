import type { Queryable } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { ProductFilter } from '../domain/product-list.js';
import type { Product, ProductDetails } from '../domain/product.js';
import { ProductNotFound } from '../domain/stock.errors.js';
import { ENTRY_COLUMNS, entryOf, type EntryRow } from './entry.row.js';
import { countStatement, listStatement, type Listing } from './product-filter.js';
import { PRODUCT_COLUMNS, productOf, type ProductRow } from './product.row.js';

const LATEST_MOVEMENTS = 100;
const MOST_COUNTED = 10_000;

/** Products as they are looked at. */
@Injectable()
export class ProductCatalog {
  /** The product and its latest 100 movements, both of one moment; throws `ProductNotFound`. */
  async find(db: Queryable, productId: string): Promise<ProductDetails> {
    const [row] = await db.query<ProductRow & { history: EntryRow[] }>(
      `SELECT ${PRODUCT_COLUMNS}, ARRAY(
         SELECT to_jsonb(latest) FROM (
           SELECT ${ENTRY_COLUMNS} FROM stock_movements AS m
           WHERE m.product_id = p.product_id
           ORDER BY movement_id DESC
           LIMIT ${LATEST_MOVEMENTS}
         ) AS latest
       ) AS history
       FROM products AS p
       WHERE product_id = $1`,
      [productId],
    );
    if (!row) throw new ProductNotFound(productId);
    return { ...productOf(row), history: row.history.map(entryOf) };
  }

  /** The products of a stretch of a list. */
  async list(db: Queryable, listing: Listing): Promise<Product[]> {
    const { sql, parameters } = listStatement(PRODUCT_COLUMNS, listing);
    return (await db.query<ProductRow>(sql, parameters)).map(productOf);
  }

  /** How many products there are, or `undefined` if more than ten thousand, which are not worth counting. */
  async count(db: Queryable, filter: ProductFilter): Promise<number | undefined> {
    const { sql, parameters } = countStatement(filter, MOST_COUNTED + 1);
    const [row] = await db.query<{ counted: number }>(sql, parameters);
    return row && row.counted <= MOST_COUNTED ? row.counted : undefined;
  }
}
