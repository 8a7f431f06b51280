import { BackInStock, LowStock, type DomainEvent, type EventDraft } from '@app/contracts';
import type { StockedProduct } from './product.js';

type WatchedLevel = Pick<StockedProduct, 'available' | 'lowStockThreshold'>;

/** What a change of levels may be told as. */
export type StockAlert = 'low_stock' | 'back_in_stock';

/** Whether so little is available that the shop wants to know. Never, without a threshold. */
export const isLow = ({ available, lowStockThreshold }: WatchedLevel): boolean =>
  lowStockThreshold !== null && available <= lowStockThreshold;

/**
 * The alerts due when a product goes from one state to another: `low_stock` when it was not low and is,
 * `back_in_stock` when nothing was available and something is. Because only the two ends count, and each end is
 * the beginning of the next change, a crossing is told exactly once.
 */
export function alertsBetween(before: WatchedLevel, after: WatchedLevel): StockAlert[] {
  const alerts: StockAlert[] = [];
  if (before.available === 0 && after.available > 0) alerts.push('back_in_stock');
  if (!isLow(before) && isLow(after)) alerts.push('low_stock');
  return alerts;
}

/** The alerts as events that follow `product.version` in its stream. */
export function alertDrafts(
  product: StockedProduct,
  alerts: readonly StockAlert[],
  origin?: { causedBy: DomainEvent },
): EventDraft[] {
  const { productId, name, available } = product;
  return alerts.map((alert, index) => {
    const at = { id: productId, version: product.version + 1 + index };
    return alert === 'back_in_stock'
      ? BackInStock.of(at, { productId, name, available }, origin)
      : LowStock.of(at, { productId, name, available, threshold: product.lowStockThreshold ?? 0 }, origin);
  });
}
