import { Transactions } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { DatedReservation } from './domain/reservation.js';
import { ReservationList, type ReservationFilter } from './persistence/reservation.list.js';

/** A stretch of the list of reservations. */
export interface ReservationPage {
  readonly items: readonly DatedReservation[];
  /** The order after which the next stretch begins; absent at the end. */
  readonly next?: string | undefined;
}

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
  ): Promise<ReservationPage> {
    const db = this.transactions.reader(tenant);
    // One more than asked for tells whether the list goes on.
    const found = await this.reservations.list(db, filter, limit + 1, after);
    const items = found.slice(0, limit);
    return { items, next: found.length > limit ? items.at(-1)?.orderId : undefined };
  }
}
