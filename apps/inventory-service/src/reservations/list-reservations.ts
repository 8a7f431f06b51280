import { Transactions } from '@app/messaging';
import { type Page, pageOf } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { DatedReservation } from './domain/reservation.js';
import { ReservationList, type ReservationFilter } from './persistence/reservation.list.js';

/** Goes through what is held for orders, the newest order first. */
@Injectable()
export class ListReservations {
  constructor(
    private readonly transactions: Transactions,
    private readonly reservations: ReservationList,
  ) {}

  /** At most `limit` of the reservations that pass the filter, after the given order. */
  async execute(
    tenant: string,
    filter: ReservationFilter,
    { limit, after }: { limit: number; after: string | undefined },
  ): Promise<Page<DatedReservation>> {
    const db = this.transactions.reader(tenant);
    const found = await this.reservations.list(db, filter, limit + 1, after);
    return pageOf(found, limit, ({ orderId }) => orderId);
  }
}
