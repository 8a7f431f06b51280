import { ReservationFailed } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import { DecidePendingOrders } from '../decide-pending-orders.js';
import { cancellationFor } from '../domain/shortage-reason.js';

/** Cancels orders that cannot be served, with a reason their customers can read. */
@HandlesEvent(ReservationFailed)
export class CancelOrderOnReservationFailed implements EventHandler<ReservationFailed> {
  constructor(private readonly pendingOrders: DecidePendingOrders) {}

  async handle(failed: EventBatch<ReservationFailed>, tx: Tx): Promise<void> {
    await this.pendingOrders.decide(failed, tx, (order, { data }) => ({
      step: 'cancel',
      ...cancellationFor(order, data.shortages),
    }));
  }
}
