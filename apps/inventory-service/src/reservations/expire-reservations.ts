import { Transactions } from '@app/messaging';
import { Clock, DEFAULT_TENANT, newId } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { expiry } from './domain/reservation-events.js';
import { ReservationRepository } from './persistence/reservation.repository.js';
import { ReservationMetrics } from './reservation-metrics.js';

// Few enough that the rows are not held for long; what is left comes next.
const AT_ONCE = 500;

/**
 * Tells of the reservations whose time is up, each once, however many instances look. Their goods stay held: whether
 * the order has ended is for the order service to say, so that a payment in the last moment cannot cost a customer
 * their goods.
 */
@Injectable()
export class ExpireReservations {
  constructor(
    private readonly transactions: Transactions,
    private readonly reservations: ReservationRepository,
    private readonly clock: Clock,
    private readonly metrics: ReservationMetrics,
  ) {}

  /** Tells of some of those that are due; whether there may be more. */
  async execute(): Promise<boolean> {
    const cause = { tenant: DEFAULT_TENANT, correlationid: newId() };
    return this.transactions.run(cause, async (tx) => {
      const expired = await this.reservations.expire(tx, AT_ONCE, this.clock.now());
      const told = expired.map(({ expiredAt, ...reservation }) => {
        // crash point reservation-expiring: the end of a reservation is noted, and not announced
        return expiry(reservation, expiredAt);
      });
      tx.publish(...told);
      this.metrics.count(tx, told);
      return expired.length === AT_ONCE;
    });
  }
}
