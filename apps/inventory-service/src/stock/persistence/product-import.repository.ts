import type { Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { Product } from '../domain/product.js';
import { PRODUCT_COLUMNS, productOf, type ProductRow } from './product.row.js';
import { takeTurn } from './turn.js';

/** The products as rows, with one more column of the given type. */
const rowsWith = (column: string, type: 'timestamptz' | 'integer'): string => `
  unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::integer[], $8::integer[],
    $9::timestamptz[], $10::${type}[])
  AS p (product_id, name, description, price_minor, currency, status, low_stock_threshold, version, updated_at, ${column})`;

/** Many products as an import reads and writes them: one statement, however many. */
@Injectable()
export class ProductImportRepository {
  /** Those of the products that exist, whole, held until the transaction ends; in turn with whoever moves stock. */
  async lock(tx: Tx, productIds: readonly string[]): Promise<Map<string, Product>> {
    takeTurn(tx);
    const rows = await tx.query<ProductRow>(
      `SELECT ${PRODUCT_COLUMNS} FROM products WHERE product_id = ANY ($1::text[]) ORDER BY product_id FOR NO KEY UPDATE`,
      [productIds],
    );
    return new Map(rows.map((row) => [row.product_id, productOf(row)]));
  }

  /** Stores new products without their stock; false when another transaction has just stored one of them. */
  async insert(tx: Tx, products: readonly Product[]): Promise<boolean> {
    if (products.length === 0) return true;
    const inserted = await tx.query(
      `INSERT INTO products (product_id, name, description, price_minor, currency, status, low_stock_threshold, version,
         updated_at, created_at, available, reserved, revision)
       SELECT p.*, 0, 0, 1 FROM ${rowsWith('created_at', 'timestamptz')}
       ORDER BY product_id
       ON CONFLICT (product_id) DO NOTHING
       RETURNING product_id`,
      [...columnsOf(products), products.map(({ createdAt }) => createdAt)],
    );
    return inserted.length === products.length;
  }

  /** Stores what is said about distinct, locked products; their stock only the ledger moves. */
  update(tx: Tx, products: readonly Product[]): void {
    if (products.length === 0) return;
    tx.write(
      `UPDATE products AS o
       SET name = p.name, description = p.description, price_minor = p.price_minor, currency = p.currency,
           status = p.status, low_stock_threshold = p.low_stock_threshold, version = p.version,
           updated_at = p.updated_at, revision = p.revision
       FROM ${rowsWith('revision', 'integer')}
       WHERE o.product_id = p.product_id`,
      [...columnsOf(products), products.map(({ revision }) => revision)],
    );
  }
}

const columnsOf = (products: readonly Product[]): unknown[][] => [
  products.map(({ productId }) => productId),
  products.map(({ name }) => name),
  products.map(({ description }) => description),
  products.map(({ price }) => price.amount),
  products.map(({ price }) => price.currency),
  products.map(({ status }) => status),
  products.map(({ lowStockThreshold }) => lowStockThreshold),
  products.map(({ version }) => version),
  products.map(({ updatedAt }) => updatedAt),
];
