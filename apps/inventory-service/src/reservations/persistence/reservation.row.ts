import type { ProductQuantity, Shortage } from '@app/contracts';
import type { DatedReservation, Reservation, ReservationStatus } from '../domain/reservation.js';

/** The columns of a reservation, in the order of `ReservationRow`. */
export const RESERVATION_COLUMNS =
  'order_id, status, version, lines, shortages, expires_at, created_at, updated_at';

/** A reservation as PostgreSQL returns it. */
export interface ReservationRow {
  readonly order_id: string;
  readonly status: ReservationStatus;
  readonly version: number;
  readonly lines: ProductQuantity[];
  readonly shortages: Shortage[];
  readonly expires_at: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** The reservation in a row. */
export const reservationOf = (row: ReservationRow): Reservation => ({
  orderId: row.order_id,
  status: row.status,
  version: row.version,
  lines: row.lines,
  shortages: row.shortages,
  expiresAt: row.expires_at,
});

/** The reservation in a row, with its times. */
export const datedReservationOf = (row: ReservationRow): DatedReservation => ({
  ...reservationOf(row),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});
