import { Transactions } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { DatedReservation } from './domain/reservation.js';
import { ReservationRepository } from './persistence/reservation.repository.js';

/** Looks up what is held for an order. */
@Injectable()
export class FindReservation {
  constructor(
    private readonly transactions: Transactions,
    private readonly reservations: ReservationRepository,
  ) {}

  /** The reservation of the order; throws `ReservationNotFound`. */
  execute(tenant: string, orderId: string): Promise<DatedReservation> {
    return this.reservations.find(this.transactions.reader(tenant), orderId);
  }
}
