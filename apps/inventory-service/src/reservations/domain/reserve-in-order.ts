import type { OrderCreated, ProductQuantity, Shortage } from '@app/contracts';
import type { StockByProduct } from '../../stock/domain/product.js';
import type { ReservationStep } from './reservation-step.js';
import { stepTo } from './reservation-step.js';

/**
 * Serves the orders in the order they came, each with all of its lines or with none.
 * An order that cannot be served takes nothing, so a later, smaller one still may.
 */
export function reserveInOrder(stock: StockByProduct, created: readonly OrderCreated[]): ReservationStep[] {
  const left = sellable(stock);
  return created.map((cause) => {
    const lines = summed(cause.data.lines);
    const shortages = lines.flatMap((line) => shortageOf(line, left));
    const served = shortages.length === 0;
    if (served) take(lines, left);
    return stepTo(
      {
        orderId: cause.data.orderId,
        status: served ? 'RESERVED' : 'REJECTED',
        version: 1,
        lines,
        shortages,
      },
      cause,
    );
  });
}

/** The products of all the orders, each once. */
export const productsIn = (created: readonly OrderCreated[]): string[] => [
  ...new Set(created.flatMap(({ data }) => data.lines.map(({ productId }) => productId))),
];

/** How many units of each product may be promised: none of one that is not for sale. */
const sellable = (stock: StockByProduct): Map<string, number> =>
  new Map(
    [...stock.values()].map(({ productId, status, available }) => [
      productId,
      status === 'ACTIVE' ? available : 0,
    ]),
  );

/** Two lines of one product are one demand: each alone might fit where both do not. */
function summed(lines: readonly ProductQuantity[]): ProductQuantity[] {
  const quantities = new Map<string, number>();
  for (const { productId, quantity } of lines) {
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);
  }
  return [...quantities].map(([productId, quantity]) => ({ productId, quantity }));
}

function shortageOf({ productId, quantity }: ProductQuantity, left: ReadonlyMap<string, number>): Shortage[] {
  const available = left.get(productId);
  if (available !== undefined && available >= quantity) return [];
  return [{ productId, requested: quantity, available: available ?? 0, known: available !== undefined }];
}

function take(lines: readonly ProductQuantity[], left: Map<string, number>): void {
  for (const { productId, quantity } of lines) left.set(productId, (left.get(productId) ?? 0) - quantity);
}
