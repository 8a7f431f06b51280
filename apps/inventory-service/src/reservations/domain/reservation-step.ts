import type { DomainEvent } from '@app/contracts';
import type { StockStep } from '../../stock/domain/shift-stock.js';
import { orderMovements } from '../../stock/domain/stock-movement.js';
import { MOVEMENT_INTO, type Reservation } from './reservation.js';

/** A reservation as an event of its order leaves it, with the stock that moves on the way. */
export interface ReservationStep extends StockStep {
  readonly reservation: Reservation;
}

/** The step of `cause` that brings the reservation to where it is now. */
export function stepTo(reservation: Reservation, cause: DomainEvent, reason?: string): ReservationStep {
  const kind = MOVEMENT_INTO[reservation.status];
  return { reservation, cause, movements: kind ? orderMovements(kind, reservation, reason) : [] };
}
