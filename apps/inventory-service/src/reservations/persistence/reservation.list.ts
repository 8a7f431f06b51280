import type { Queryable } from '@app/messaging';
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
    const values: unknown[] = [limit];
    const conditions: string[] = [];
    const require = (condition: (parameter: string) => string, value: unknown): void => {
      if (value === undefined) return;
      values.push(value);
      conditions.push(condition(`$${values.length}`));
    };
    require((parameter) => `status = ${parameter}`, status);
    require((parameter) => `lines @> ${parameter}::jsonb`, productId === undefined
      ? undefined
      : JSON.stringify([{ productId }]));
    require((parameter) => `order_id < ${parameter}::uuid`, after);
    const rows = await db.query<ReservationRow>(
      `SELECT ${RESERVATION_COLUMNS} FROM reservations
       ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
       ORDER BY order_id DESC
       LIMIT $1`,
      values,
    );
    return rows.map(datedReservationOf);
  }
}
