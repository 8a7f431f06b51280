import type { ProductStatus } from '@app/contracts';
import type { Queryable } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { Product, ProductDetails } from '../domain/product.js';
import type { LedgerEntry } from '../domain/stock-movement.js';
import { ProductNotFound } from '../domain/stock.errors.js';
import { PRODUCT_COLUMNS, productOf, type ProductRow } from './product.row.js';

/** Which products a list is about; what is absent does not matter. */
export interface ProductFilter {
  readonly status?: ProductStatus | undefined;
  readonly lowStock?: boolean | undefined;
  /** Occurs in the id or the name, in whatever case. */
  readonly text?: string | undefined;
}

/** A place in the list of products, which runs from the newest to the oldest. */
export interface ProductPlace {
  readonly createdAt: Date;
  readonly productId: string;
}

/** An entry inside a JSON document, where a time is text. */
type JsonEntry = Omit<LedgerEntry, 'at'> & { readonly at: string };

const LATEST_MOVEMENTS = 100;
const MOST_COUNTED = 10_000;

const FILTER = `($1::text IS NULL OR status = $1)
  AND ($2::boolean IS NULL OR (low_stock_threshold IS NOT NULL AND available <= low_stock_threshold) = $2)
  AND ($3::text IS NULL OR name ILIKE $3 OR product_id ILIKE $3)`;

/** Products as they are looked at. */
@Injectable()
export class ProductCatalog {
  /** The product and its latest 100 movements, both of one moment; throws `ProductNotFound`. */
  async find(db: Queryable, productId: string): Promise<ProductDetails> {
    const [row] = await db.query<ProductRow & { history: JsonEntry[] }>(
      `SELECT ${PRODUCT_COLUMNS}, ARRAY(
         SELECT jsonb_strip_nulls(jsonb_build_object('kind', kind, 'productId', product_id, 'quantity', quantity,
           'availableDelta', available_delta, 'reservedDelta', reserved_delta, 'orderId', order_id, 'reason', reason,
           'at', at))
         FROM stock_movements AS m
         WHERE m.product_id = p.product_id
         ORDER BY movement_id DESC
         LIMIT ${LATEST_MOVEMENTS}
       ) AS history
       FROM products AS p
       WHERE product_id = $1`,
      [productId],
    );
    if (!row) throw new ProductNotFound(productId);
    return { ...productOf(row), history: row.history.map((entry) => ({ ...entry, at: new Date(entry.at) })) };
  }

  /** At most `limit` products after the given place, or from the newest on. */
  async list(
    db: Queryable,
    filter: ProductFilter,
    limit: number,
    after: ProductPlace | undefined,
  ): Promise<Product[]> {
    const rows = await db.query<ProductRow>(
      `SELECT ${PRODUCT_COLUMNS} FROM products
       WHERE ${FILTER}
         AND ($4::timestamptz IS NULL OR (created_at, product_id) < ($4, $5))
       ORDER BY created_at DESC, product_id DESC
       LIMIT $6`,
      [...filterValues(filter), after?.createdAt ?? null, after?.productId ?? null, limit],
    );
    return rows.map(productOf);
  }

  /** How many products there are, or `undefined` if more than ten thousand, which are not worth counting. */
  async count(db: Queryable, filter: ProductFilter): Promise<number | undefined> {
    const [row] = await db.query<{ counted: number }>(
      `SELECT count(*)::integer AS counted
       FROM (SELECT FROM products WHERE ${FILTER} LIMIT ${MOST_COUNTED + 1}) AS found`,
      filterValues(filter),
    );
    return row && row.counted <= MOST_COUNTED ? row.counted : undefined;
  }
}

const filterValues = ({ status, lowStock, text }: ProductFilter): unknown[] => [
  status ?? null,
  lowStock ?? null,
  text === undefined ? null : `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`,
];
