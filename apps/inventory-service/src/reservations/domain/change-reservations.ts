import type { OrderChangeRequested, ProductQuantity } from '@app/contracts';
import type { StockByProduct } from '../../stock/domain/product.js';
import { orderMovements } from '../../stock/domain/stock-movement.js';
import { changeMade, changeRefused } from './reservation-events.js';
import type { ReservationStep } from './reservation-step.js';
import type { Reservation } from './reservation.js';
import { summed, Supply } from './supply.js';

/**
 * Gives the orders other goods, in the order they asked: all that is wanted in addition is held and all that is no
 * longer wanted is given back, or neither. A refused change leaves what is held as it was; so does one for an order
 * that holds nothing, which is refused without a shortage. An order without a reservation is left out.
 */
export function changeReservations(
  stock: StockByProduct,
  reservations: ReadonlyMap<string, Reservation>,
  requested: readonly OrderChangeRequested[],
): ReservationStep[] {
  const supply = new Supply(stock);
  return requested.flatMap((cause) => {
    const reservation = reservations.get(cause.data.orderId);
    return reservation ? [changed(reservation, cause, supply)] : [];
  });
}

/** The products that are held or wanted, each once. */
export const productsHeldOrWanted = (
  reservations: ReadonlyMap<string, Reservation>,
  requested: readonly OrderChangeRequested[],
): string[] => {
  const lines = [...reservations.values(), ...requested.map(({ data }) => data)].flatMap((of) => of.lines);
  return [...new Set(lines.map(({ productId }) => productId))];
};

function changed(reservation: Reservation, cause: OrderChangeRequested, supply: Supply): ReservationStep {
  const next = { ...reservation, version: reservation.version + 1 };
  if (reservation.status !== 'RESERVED') return refused(next, cause, []);

  const wanted = summed(cause.data.lines);
  const held = quantities(reservation.lines);
  const shortages = wanted.flatMap((line) => supply.shortageOf(line, held.get(line.productId)));
  if (shortages.length > 0) return refused(next, cause, shortages);

  const more = beyond(wanted, held);
  const less = beyond(reservation.lines, quantities(wanted));
  supply.take(more);
  supply.giveBack(less);
  const { orderId, version } = next;
  const changedTo = { ...next, lines: wanted };
  return {
    reservation: changedTo,
    cause,
    movements: [
      ...orderMovements('released', { orderId, version, lines: less }, 'CHANGED'),
      ...orderMovements('reserved', { orderId, version, lines: more }, 'CHANGED'),
    ],
    told: changeMade(changedTo, cause),
  };
}

const refused = (
  reservation: Reservation,
  cause: OrderChangeRequested,
  shortages: Parameters<typeof changeRefused>[1],
): ReservationStep => ({
  reservation,
  cause,
  movements: [],
  told: changeRefused(reservation, shortages, cause),
});

const quantities = (lines: readonly ProductQuantity[]): ReadonlyMap<string, number> =>
  new Map(lines.map(({ productId, quantity }) => [productId, quantity]));

/** By how much the lines exceed the given quantities. */
const beyond = (lines: readonly ProductQuantity[], than: ReadonlyMap<string, number>): ProductQuantity[] =>
  lines
    .map(({ productId, quantity }) => ({ productId, quantity: quantity - (than.get(productId) ?? 0) }))
    .filter(({ quantity }) => quantity > 0);
