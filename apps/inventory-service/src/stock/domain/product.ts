import type { Money, ProductStatus } from '@app/contracts';
import type { StockLevel } from './stock-level.js';
import type { LedgerEntry } from './stock-movement.js';

/** A product as the shop sells it, with its stock. */
export interface Product extends StockLevel {
  readonly productId: string;
  readonly name: string;
  readonly description: string | null;
  readonly price: Money;
  readonly status: ProductStatus;
  /** At this many available units or fewer the stock is low; `null` when nobody wants to know. */
  readonly lowStockThreshold: number | null;
  /** How many events the product's stream has: reservations that alert nobody leave it as it is. */
  readonly version: number;
  /** Grows with every change of anything, so that equal revisions mean equal representations. */
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A product with the latest movements of its stock, newest first. */
export interface ProductDetails extends Product {
  readonly history: readonly LedgerEntry[];
}

/** The part of a product that moving its stock needs. */
export type StockedProduct = Pick<
  Product,
  'productId' | 'name' | 'status' | 'available' | 'reserved' | 'lowStockThreshold' | 'version'
>;

/** Locked products by their id. */
export type StockByProduct = ReadonlyMap<string, StockedProduct>;
