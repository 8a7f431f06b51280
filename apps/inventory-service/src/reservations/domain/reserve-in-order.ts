import type { OrderCreated, OrderReopened, ProductQuantity } from '@app/contracts';
import type { StockByProduct } from '../../stock/domain/product.js';
import { stepTo, type ReservationStep } from './reservation-step.js';
import { holdsNothing, type Reservation } from './reservation.js';
import { summed, Supply } from './supply.js';

/**
 * Serves the orders in the order they came, each with all of its lines or with none.
 * An order that cannot be served takes nothing, so a later, smaller one still may.
 * Goods for an order that is still to be paid for are held until `heldUntil`.
 */
export function reserveInOrder(
  stock: StockByProduct,
  created: readonly OrderCreated[],
  heldUntil: Date,
): ReservationStep[] {
  const supply = new Supply(stock);
  return created.map((cause) => {
    const { orderId, lines, paymentRequired } = cause.data;
    const expiresAt = paymentRequired ? heldUntil : null;
    return stepTo(served({ orderId, version: 1, lines: summed(lines), expiresAt }, supply), cause);
  });
}

/**
 * Tries the orders again, with the lines of the events, in the order they came. What they hold now is held for good,
 * for an order comes back because it was paid for. One of which something is held or has left is left out.
 */
export function reserveAgain(
  stock: StockByProduct,
  reservations: ReadonlyMap<string, Reservation>,
  reopened: readonly OrderReopened[],
): ReservationStep[] {
  const supply = new Supply(stock);
  return reopened.flatMap((cause) => {
    const { orderId, lines } = cause.data;
    const reservation = reservations.get(orderId);
    if (!reservation || !holdsNothing(reservation.status)) return [];
    const wanted = { orderId, version: reservation.version + 1, lines: summed(lines), expiresAt: null };
    return [stepTo(served(wanted, supply), cause)];
  });
}

/** The products of all the orders, each once. */
export const productsIn = (
  events: readonly { readonly data: { readonly lines: readonly ProductQuantity[] } }[],
): string[] => [...new Set(events.flatMap(({ data }) => data.lines.map(({ productId }) => productId)))];

function served(wanted: Omit<Reservation, 'status' | 'shortages'>, supply: Supply): Reservation {
  const shortages = wanted.lines.flatMap((line) => supply.shortageOf(line));
  if (shortages.length > 0) return { ...wanted, status: 'REJECTED', shortages, expiresAt: null };
  supply.take(wanted.lines);
  return { ...wanted, status: 'RESERVED', shortages };
}
