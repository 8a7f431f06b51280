import { ReservationFailed } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import { INITIAL_STATUS } from '../domain/order-lifecycle.js';
import { takeStep } from '../domain/order-steps.js';
import { cancellationFor } from '../domain/shortage-reason.js';
import { FollowReservations } from '../follow-reservations.js';

/** Cancels orders that cannot be served, with a reason their customers can read. */
@HandlesEvent(ReservationFailed)
export class CancelOrderOnReservationFailed implements EventHandler<ReservationFailed> {
  constructor(private readonly reservations: FollowReservations) {}

  handle(failed: EventBatch<ReservationFailed>, tx: Tx): Promise<void> {
    return this.reservations.follow(tx, failed, (order, { data }, occasion) =>
      order.status === INITIAL_STATUS
        ? takeStep(order, { step: 'cancel', ...cancellationFor(order, data.shortages) }, occasion)
        : [],
    );
  }
}
