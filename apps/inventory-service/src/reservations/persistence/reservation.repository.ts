import type { Queryable, Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { DatedReservation, Reservation } from '../domain/reservation.js';
import { ReservationNotFound } from '../domain/reservation.errors.js';
import { RESERVATION_COLUMNS, reservationOf, type ReservationRow } from './reservation.row.js';

/** What is held for orders, and why nothing is held for others. */
@Injectable()
export class ReservationRepository {
  /** Stores the first reservation of each order. */
  async insert(tx: Tx, reservations: readonly Reservation[], at: Date): Promise<void> {
    await tx.query(
      `INSERT INTO reservations (order_id, status, version, lines, shortages, created_at, updated_at)
       SELECT order_id, status, version, lines, shortages, $6, $6
       FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::jsonb[], $5::jsonb[])
         AS r (order_id, status, version, lines, shortages)`,
      [
        reservations.map(({ orderId }) => orderId),
        reservations.map(({ status }) => status),
        reservations.map(({ version }) => version),
        reservations.map(({ lines }) => JSON.stringify(lines)),
        reservations.map(({ shortages }) => JSON.stringify(shortages)),
        at,
      ],
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

  /** Stores the new status of each of the locked reservations. */
  async advance(tx: Tx, reservations: readonly Reservation[], at: Date): Promise<void> {
    await tx.query(
      `UPDATE reservations AS r
       SET status = n.status, version = n.version, updated_at = $4
       FROM unnest($1::uuid[], $2::text[], $3::integer[]) AS n (order_id, status, version)
       WHERE r.order_id = n.order_id`,
      [
        reservations.map(({ orderId }) => orderId),
        reservations.map(({ status }) => status),
        reservations.map(({ version }) => version),
        at,
      ],
    );
  }

  /** The order's reservation; throws `ReservationNotFound`. */
  async find(db: Queryable, orderId: string): Promise<DatedReservation> {
    const [row] = await db.query<ReservationRow>(
      `SELECT ${RESERVATION_COLUMNS} FROM reservations WHERE order_id = $1`,
      [orderId],
    );
    if (!row) throw new ReservationNotFound(orderId);
    return { ...reservationOf(row), createdAt: row.created_at, updatedAt: row.updated_at };
  }
}
