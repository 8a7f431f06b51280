import type { Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { Product } from '../domain/product.js';
import { ProductExists, ProductNotFound } from '../domain/stock.errors.js';
import { PRODUCT_COLUMNS, productOf, type ProductRow } from './product.row.js';

/** Single products, as the shop adds and changes them. */
@Injectable()
export class ProductRepository {
  /**
   * Stores a new product without its stock, which the ledger brings; or throws `ProductExists`, also when another
   * transaction was faster by a moment.
   */
  async insert(tx: Tx, product: Product): Promise<void> {
    const inserted = await tx.query(
      `INSERT INTO products (product_id, name, description, price_minor, currency, status, low_stock_threshold, version,
         updated_at, created_at, available, reserved, revision)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, 1)
       ON CONFLICT (product_id) DO NOTHING
       RETURNING product_id`,
      [...changeableValuesOf(product), product.createdAt],
    );
    if (inserted.length === 0) throw new ProductExists(product.productId);
  }

  /** The product, held against every other change until the transaction ends; or throws `ProductNotFound`. */
  async lock(tx: Tx, productId: string): Promise<Product> {
    const [row] = await tx.query<ProductRow>(
      `SELECT ${PRODUCT_COLUMNS} FROM products WHERE product_id = $1 FOR NO KEY UPDATE`,
      [productId],
    );
    if (!row) throw new ProductNotFound(productId);
    return productOf(row);
  }

  /** Counts one more event in the stream of a product that this transaction has locked. */
  countEvent(tx: Tx, productId: string): void {
    tx.write('UPDATE products SET version = version + 1, revision = revision + 1 WHERE product_id = $1', [
      productId,
    ]);
  }

  /** Stores what is said about a product that this transaction has locked; its stock only the ledger moves. */
  update(tx: Tx, product: Product): void {
    tx.write(
      `UPDATE products
       SET name = $2, description = $3, price_minor = $4, currency = $5, status = $6, low_stock_threshold = $7,
           version = $8, updated_at = $9, revision = $10
       WHERE product_id = $1`,
      [...changeableValuesOf(product), product.revision],
    );
  }
}

/** What the shop says about a product, its version and the time of the change. */
const changeableValuesOf = (product: Product): unknown[] => [
  product.productId,
  product.name,
  product.description,
  product.price.amount,
  product.price.currency,
  product.status,
  product.lowStockThreshold,
  product.version,
  product.updatedAt,
];
