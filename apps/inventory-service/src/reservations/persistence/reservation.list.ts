import { type Queryable, statement } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { DatedReservation, ReservationStatus } from '../domain/reservation.js';
import { datedReservationOf, RESERVATION_COLUMNS, type ReservationRow } from './reservation.row.js';

/** Which reservations a list is about; what is absent does not matter. */
export interface ReservationFilter {
  readonly status?: ReservationStatus | undefined;
  /** Wanted in one of its lines. */
  readonly productId?: string | undefined;
}

/** Reservations as they are looked through. */
@Injectable()
export class ReservationList {
  /**
   * At most `limit` reservations of orders older than the given one, or from the newest order on. Order ids grow with
   * time, so the primary key is the order of the list; only conditions that are asked for are part of the statement,
   * so that each combination is planned with the index that suits it.
   */
  async list(
    db: Queryable,
    { status, productId }: ReservationFilter,
    limit: number,
    after: string | undefined,
  ): Promise<DatedReservation[]> {
    const { sql, parameters } = statement((bind) => {
      const conditions = [
        ...(status === undefined ? [] : [`status = ${bind(status, 'text')}`]),
        ...(productId === undefined ? [] : [`lines @> ${bind(JSON.stringify([{ productId }]), 'jsonb')}`]),
        ...(after === undefined ? [] : [`order_id < ${bind(after, 'uuid')}`]),
      ];
      return `SELECT ${RESERVATION_COLUMNS} FROM reservations
        ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
        ORDER BY order_id DESC
        LIMIT ${bind(limit, 'integer')}`;
    });
    const rows = await db.query<ReservationRow>(sql, parameters);
    return rows.map(datedReservationOf);
  }
}
