import type { DomainEvent, EventDraft } from '@app/contracts';
import type { StockByProduct, StockedProduct } from './product.js';
import { alertDrafts, alertsBetween } from './stock-alerts.js';
import type { StockMovement } from './stock-movement.js';

/** What one event of an order does to stock: at most one movement of a product. */
export interface StockStep {
  readonly movements: readonly StockMovement[];
  readonly cause: DomainEvent;
}

/** All that a batch does to one product: its summed deltas, and the alerts due on the way. */
export interface StockShift {
  readonly productId: string;
  readonly availableDelta: number;
  readonly reservedDelta: number;
  /** Each takes the next version of the product. */
  readonly alerts: readonly EventDraft[];
}

/**
 * The steps of a batch summed per product, one shift for each product they touch.
 * Steps may move a figure up and down in turn, so every one of them is looked at: each crossing is told once, with the
 * level it led to and the step as its cause, just as if the step had come alone.
 */
export function shiftStock(stock: StockByProduct, steps: readonly StockStep[]): StockShift[] {
  const shifts = new Map<string, Shifting>();
  for (const { movements, cause } of steps) {
    for (const movement of movements) {
      const { productId } = movement;
      shifts.set(productId, shifted(shifts.get(productId) ?? unmoved(stock, productId), movement, cause));
    }
  }
  return [...shifts].map(([productId, { availableDelta, reservedDelta, alerts }]) => ({
    productId,
    availableDelta,
    reservedDelta,
    alerts,
  }));
}

type Shifting = Omit<StockShift, 'productId'> & {
  /** As the latest step left it. */
  readonly product: StockedProduct;
};

function shifted(before: Shifting, movement: StockMovement, causedBy: DomainEvent): Shifting {
  const { product } = before;
  const after = {
    ...product,
    available: product.available + movement.availableDelta,
    reserved: product.reserved + movement.reservedDelta,
  };
  const due = alertDrafts(after, alertsBetween(product, after), { causedBy });
  return {
    product: { ...after, version: product.version + due.length },
    availableDelta: before.availableDelta + movement.availableDelta,
    reservedDelta: before.reservedDelta + movement.reservedDelta,
    alerts: due.length === 0 ? before.alerts : [...before.alerts, ...due],
  };
}

function unmoved(stock: StockByProduct, productId: string): Shifting {
  const product = stock.get(productId);
  if (!product) throw new Error(`the stock of ${productId} is moved but was not locked`);
  return { product, availableDelta: 0, reservedDelta: 0, alerts: [] };
}
