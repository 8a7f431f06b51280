import {
  ReservationChanged,
  ReservationChangeRefused,
  ReservationExpired,
  ReservationFailed,
  StockCommitted,
  StockReleased,
  StockReserved,
  type DomainEvent,
  type EventDraft,
  type OrderChangeRequested,
  type Shortage,
} from '@app/contracts';
import type { Reservation } from './reservation.js';

type Standing = Pick<Reservation, 'orderId' | 'version'>;

const placeOf = ({ orderId, version }: Standing) => ({ id: orderId, version });

/** What the world is told when a reservation has come to its status. */
export function announcement(reservation: Reservation, causedBy: DomainEvent): EventDraft {
  const { orderId, status, shortages } = reservation;
  const lines = [...reservation.lines];
  const at = placeOf(reservation);
  const origin = { causedBy };
  switch (status) {
    case 'RESERVED':
      return StockReserved.of(at, { orderId, lines }, origin);
    case 'REJECTED':
      return ReservationFailed.of(at, { orderId, shortages: [...shortages] }, origin);
    case 'COMMITTED':
      return StockCommitted.of(at, { orderId, lines }, origin);
    case 'RELEASED':
    case 'RESTOCKED':
      return StockReleased.of(at, { orderId, lines, restocked: status === 'RESTOCKED' }, origin);
  }
}

/** Tells that the order holds other goods now. */
export function changeMade(reservation: Reservation, causedBy: OrderChangeRequested): EventDraft {
  const { orderId, changeId } = causedBy.data;
  const data = { orderId, changeId, lines: [...reservation.lines] };
  return ReservationChanged.of(placeOf(reservation), data, { causedBy });
}

/** Tells that the order holds what it held, and of what there was too little. */
export function changeRefused(
  reservation: Standing,
  shortages: readonly Shortage[],
  causedBy: OrderChangeRequested,
): EventDraft {
  const { orderId, changeId } = causedBy.data;
  const data = { orderId, changeId, shortages: [...shortages] };
  return ReservationChangeRefused.of(placeOf(reservation), data, { causedBy });
}

/** Tells that the goods have been held long enough. They stay held: only the order's end releases them. */
export const expiry = (reservation: Standing, expiredAt: Date): EventDraft =>
  ReservationExpired.of(placeOf(reservation), {
    orderId: reservation.orderId,
    expiredAt: expiredAt.toISOString(),
  });
