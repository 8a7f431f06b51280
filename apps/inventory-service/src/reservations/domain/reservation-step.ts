import type { DomainEvent, EventDraft } from '@app/contracts';
import type { StockStep } from '../../stock/domain/shift-stock.js';
import { orderMovements } from '../../stock/domain/stock-movement.js';
import { announcement } from './reservation-events.js';
import { MOVEMENT_INTO, type Reservation } from './reservation.js';

/** A reservation as an event of its order leaves it, with the stock that moves on the way and what is told of it. */
export interface ReservationStep extends StockStep {
  readonly reservation: Reservation;
  /** Carries the reservation's version. */
  readonly told: EventDraft;
}

/** The step of `cause` that brings the reservation to where it is now, with all of its lines. */
export function stepTo(reservation: Reservation, cause: DomainEvent, reason?: string): ReservationStep {
  const kind = MOVEMENT_INTO[reservation.status];
  return {
    reservation,
    cause,
    movements: kind ? orderMovements(kind, reservation, reason) : [],
    told: announcement(reservation, cause),
  };
}
