import { prepared, type Queryable, type Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { ProductPrice } from '../domain/product-price.js';

interface PriceRow {
  readonly product_id: string;
  readonly name: string;
  readonly price_minor: string;
  readonly currency: string;
  readonly active: boolean;
  readonly version: number;
}

const PRICES = prepared(
  `SELECT product_id, name, price_minor, currency, active, version
   FROM product_prices WHERE product_id = ANY($1::text[])`,
);

/** The only SQL about the prices of products. */
@Injectable()
export class PriceRepository {
  /** What is known of the products, by their ids; those that are not known are absent. */
  async of(db: Queryable, productIds: readonly string[]): Promise<Map<string, ProductPrice>> {
    const rows = await db.query<PriceRow>(PRICES, [[...new Set(productIds)]]);
    return new Map(rows.map((row) => [row.product_id, toProductPrice(row)]));
  }

  /**
   * Stores what was learnt of distinct products, unless something later is known already: an answer tells of the whole
   * stream of a product, so that events may come that are older than what was answered.
   */
  async remember(tx: Tx, products: readonly ProductPrice[]): Promise<void> {
    await tx.query(
      `INSERT INTO product_prices (product_id, name, price_minor, currency, active, version)
       SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::boolean[], $6::integer[])
         AS p (product_id, name, price_minor, currency, active, version)
       ORDER BY product_id
       ON CONFLICT (product_id) DO UPDATE SET name = excluded.name, price_minor = excluded.price_minor,
         currency = excluded.currency, active = excluded.active, version = excluded.version
       WHERE product_prices.version < excluded.version`,
      [
        products.map(({ productId }) => productId),
        products.map(({ name }) => name),
        products.map(({ price }) => price.amount),
        products.map(({ price }) => price.currency),
        products.map(({ active }) => active),
        products.map(({ version }) => version),
      ],
    );
  }
}

const toProductPrice = (row: PriceRow): ProductPrice => ({
  productId: row.product_id,
  name: row.name,
  price: { amount: Number(row.price_minor), currency: row.currency },
  active: row.active,
  version: row.version,
});
