import type { ProductStatus } from '@app/contracts';
import type { Product } from '../domain/product.js';

/** The columns of a product. */
export const PRODUCT_COLUMNS = `product_id, name, description, price_minor, currency, status, available, reserved,
  low_stock_threshold, version, revision, updated_at, created_at`;

/** A product as PostgreSQL returns it. */
export interface ProductRow {
  readonly product_id: string;
  readonly name: string;
  readonly description: string | null;
  /** bigint, which the driver leaves as text */
  readonly price_minor: string;
  readonly currency: string;
  readonly status: ProductStatus;
  readonly available: number;
  readonly reserved: number;
  readonly low_stock_threshold: number | null;
  readonly version: number;
  readonly revision: number;
  readonly updated_at: Date;
  readonly created_at: Date;
}

/** The product in a row. */
export const productOf = (row: ProductRow): Product => ({
  productId: row.product_id,
  name: row.name,
  description: row.description,
  price: { amount: Number(row.price_minor), currency: row.currency },
  status: row.status,
  available: row.available,
  reserved: row.reserved,
  lowStockThreshold: row.low_stock_threshold,
  version: row.version,
  revision: row.revision,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});
