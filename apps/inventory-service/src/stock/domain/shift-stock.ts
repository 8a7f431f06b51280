import type { DomainEvent, EventDraft } from '@app/contracts';
import type { StockByProduct, StockedProduct } from './product.js';
import { alertDrafts, alertsBetween } from './stock-alerts.js';
import type { StockMovement } from './stock-movement.js';

/** What one event of an order does to stock. */
export interface StockStep {
  readonly movements: readonly StockMovement[];
  readonly cause: DomainEvent;
}

/** All that a batch does to one product: its summed deltas, and the alerts due afterwards. */
export interface StockShift {
  readonly productId: string;
  readonly availableDelta: number;
  readonly reservedDelta: number;
  /** Each takes the next version of the product. */
  readonly alerts: readonly EventDraft[];
}

type Deltas = Pick<StockShift, 'availableDelta' | 'reservedDelta'>;

/**
 * The steps of a batch summed per product, one shift for each product they touch.
 * All steps of a batch move a figure in the same direction, so comparing its two ends loses no crossing.
 * An alert names the level that the last step left, and that step as its cause.
 */
export function shiftStock(stock: StockByProduct, steps: readonly StockStep[]): StockShift[] {
  const sums = new Map<string, Deltas & { cause: DomainEvent }>();
  for (const { movements, cause } of steps) {
    for (const { productId, availableDelta, reservedDelta } of movements) {
      const sum = sums.get(productId);
      sums.set(productId, {
        availableDelta: (sum?.availableDelta ?? 0) + availableDelta,
        reservedDelta: (sum?.reservedDelta ?? 0) + reservedDelta,
        cause,
      });
    }
  }
  return [...sums].map(([productId, { cause, ...deltas }]) => {
    const before = lockedIn(stock, productId);
    const after = {
      ...before,
      available: before.available + deltas.availableDelta,
      reserved: before.reserved + deltas.reservedDelta,
    };
    const alerts = alertDrafts(after, alertsBetween(before, after), { causedBy: cause });
    return { productId, ...deltas, alerts };
  });
}

function lockedIn(stock: StockByProduct, productId: string): StockedProduct {
  const product = stock.get(productId);
  if (!product) throw new Error(`the stock of ${productId} is moved but was not locked`);
  return product;
}
