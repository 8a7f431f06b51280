import type { Queryable, Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { DatedReservation, Reservation } from '../domain/reservation.js';
import { ReservationNotFound } from '../domain/reservation.errors.js';
import {
  datedReservationOf,
  RESERVATION_COLUMNS,
  reservationOf,
  type ReservationRow,
} from './reservation.row.js';

/** A reservation of which it has just been noted that its time is up. */
export interface ExpiredReservation {
  readonly orderId: string;
  readonly version: number;
  readonly expiredAt: Date;
}

const UNNESTED = `unnest($1::uuid[], $2::text[], $3::integer[], $4::jsonb[], $5::jsonb[], $6::timestamptz[])
         AS n (order_id, status, version, lines, shortages, expires_at)`;

/** What is held for orders, and why nothing is held for others. */
@Injectable()
export class ReservationRepository {
  /** Stores the first reservation of each order. */
  insert(tx: Tx, reservations: readonly Reservation[], at: Date): void {
    tx.write(
      `INSERT INTO reservations (order_id, status, version, lines, shortages, expires_at, created_at, updated_at)
       SELECT order_id, status, version, lines, shortages, expires_at, $7, $7
       FROM ${UNNESTED}`,
      [...columnsOf(reservations), at],
    );
  }

  /** The reservations of those of the orders that have one, held until the transaction ends, locked in one order. */
  async lock(tx: Tx, orderIds: readonly string[]): Promise<ReadonlyMap<string, Reservation>> {
    const rows = await tx.query<ReservationRow>(
      `SELECT ${RESERVATION_COLUMNS} FROM reservations
       WHERE order_id = ANY ($1::uuid[])
       ORDER BY order_id
       FOR NO KEY UPDATE`,
      [orderIds],
    );
    return new Map(rows.map((row) => [row.order_id, reservationOf(row)]));
  }

  /** Stores each of the locked reservations as it is now. */
  save(tx: Tx, reservations: readonly Reservation[], at: Date): void {
    if (reservations.length === 0) return;
    tx.write(
      `UPDATE reservations AS r
       SET status = n.status, version = n.version, lines = n.lines, shortages = n.shortages,
           expires_at = n.expires_at, updated_at = $7
       FROM ${UNNESTED}
       WHERE r.order_id = n.order_id`,
      [...columnsOf(reservations), at],
    );
  }

  /** Lets none of the orders' reservations expire any more. */
  keep(tx: Tx, orderIds: readonly string[], at: Date): void {
    tx.write(
      `UPDATE reservations SET expires_at = NULL, updated_at = $2
       WHERE order_id = ANY ($1::uuid[]) AND expires_at IS NOT NULL`,
      [orderIds, at],
    );
  }

  /**
   * Notes of at most `limit` reservations that their time is up, the longest overdue first; none of them comes a second
   * time. Those that somebody else holds at this moment are left for later.
   */
  async expire(tx: Tx, limit: number, at: Date): Promise<ExpiredReservation[]> {
    return tx.query<ExpiredReservation>(
      `WITH due AS (
         SELECT order_id, expires_at FROM reservations
         WHERE expires_at <= $1
         ORDER BY expires_at
         LIMIT $2
         FOR NO KEY UPDATE SKIP LOCKED
       )
       UPDATE reservations AS r
       SET expires_at = NULL, version = r.version + 1, updated_at = $1
       FROM due
       WHERE r.order_id = due.order_id
       RETURNING r.order_id AS "orderId", r.version, due.expires_at AS "expiredAt"`,
      [at, limit],
    );
  }

  /** The order's reservation; throws `ReservationNotFound`. */
  async find(db: Queryable, orderId: string): Promise<DatedReservation> {
    const [row] = await db.query<ReservationRow>(
      `SELECT ${RESERVATION_COLUMNS} FROM reservations WHERE order_id = $1`,
      [orderId],
    );
    if (!row) throw new ReservationNotFound(orderId);
    return datedReservationOf(row);
  }
}

const columnsOf = (reservations: readonly Reservation[]): unknown[] => [
  reservations.map(({ orderId }) => orderId),
  reservations.map(({ status }) => status),
  reservations.map(({ version }) => version),
  reservations.map(({ lines }) => JSON.stringify(lines)),
  reservations.map(({ shortages }) => JSON.stringify(shortages)),
  reservations.map(({ expiresAt }) => expiresAt),
];
