import type { Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { Product } from '../domain/product.js';
import { ProductExists, ProductNotFound } from '../domain/stock.errors.js';
import { PRODUCT_COLUMNS, productOf, type ProductRow } from './product.row.js';

/** Single products, as the shop adds and changes them. */
@Injectable()
export class ProductRepository {
  /** Stores a new product, or throws `ProductExists`, also when another transaction was faster by a moment. */
  async insert(tx: Tx, product: Product): Promise<void> {
    const inserted = await tx.query(
      `INSERT INTO products (${PRODUCT_COLUMNS})
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
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

  /** Stores a product that this transaction has locked. */
  async update(tx: Tx, product: Product): Promise<void> {
    await tx.query(
      `UPDATE products
       SET name = $2, description = $3, price_minor = $4, currency = $5, status = $6, available = $7, reserved = $8,
           low_stock_threshold = $9, version = $10, revision = $11, updated_at = $12
       WHERE product_id = $1`,
      changeableValuesOf(product),
    );
  }
}

/** The values of a product but its time of birth, in the order of `PRODUCT_COLUMNS`. */
const changeableValuesOf = (product: Product): unknown[] => [
  product.productId,
  product.name,
  product.description,
  product.price.amount,
  product.price.currency,
  product.status,
  product.available,
  product.reserved,
  product.lowStockThreshold,
  product.version,
  product.revision,
  product.updatedAt,
];
