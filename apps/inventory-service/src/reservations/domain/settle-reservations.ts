import type { OrderCancelled, OrderDelivered, OrderShipped } from '@app/contracts';
import { statusAfter, type Reservation, type ReservationStepName } from './reservation.js';
import { stepTo, type ReservationStep } from './reservation-step.js';

/** What settles a reservation: the goods leave, or the order ends. */
export type SettlingEvent = OrderShipped | OrderDelivered | OrderCancelled;

/**
 * Takes each order's reservation one step further. An order that holds nothing, or whose goods have already
 * taken this step, has none to take: it is left out.
 */
export function settle(
  step: ReservationStepName,
  reservations: ReadonlyMap<string, Reservation>,
  events: readonly SettlingEvent[],
): ReservationStep[] {
  return events.flatMap((cause) => {
    const reservation = reservations.get(cause.data.orderId);
    const status = reservation && statusAfter(reservation.status, step);
    if (!reservation || !status) return [];
    const settled = { ...reservation, status, version: reservation.version + 1, expiresAt: null };
    return [stepTo(settled, cause, reasonOf(cause))];
  });
}

/** The ledger keeps the code: the customer's own words belong to the order. */
const reasonOf = (event: SettlingEvent): string | undefined =>
  'code' in event.data ? event.data.code : undefined;

/** The products of all the steps, each once. */
export const productsMoved = (steps: readonly ReservationStep[]): string[] => [
  ...new Set(steps.flatMap(({ movements }) => movements.map(({ productId }) => productId))),
];
