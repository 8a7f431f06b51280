import { ReservationExpired } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import { expirePayment } from '../domain/order-payment.js';
import { FollowReservations } from '../follow-reservations.js';

/** Cancels orders that have held their stock long enough without being paid. */
@HandlesEvent(ReservationExpired)
export class CancelOrderOnReservationExpired implements EventHandler<ReservationExpired> {
  constructor(private readonly reservations: FollowReservations) {}

  handle(expired: EventBatch<ReservationExpired>, tx: Tx): Promise<void> {
    return this.reservations.follow(tx, expired, (order, _event, occasion) =>
      expirePayment(order, 'RESERVATION_EXPIRED', occasion),
    );
  }
}
