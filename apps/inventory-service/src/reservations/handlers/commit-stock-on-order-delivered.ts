import { OrderDelivered } from '@app/contracts';
import { HandlesEvent, type EventBatch, type EventHandler, type Tx } from '@app/messaging';
import { SettleReservations } from '../settle-reservations.js';

/** Takes what was held for each order off the shelf, unless it already left when the order was shipped. */
@HandlesEvent(OrderDelivered)
export class CommitStockOnOrderDelivered implements EventHandler<OrderDelivered> {
  constructor(private readonly settle: SettleReservations) {}

  handle(delivered: EventBatch<OrderDelivered>, tx: Tx): Promise<void> {
    return this.settle.execute(tx, 'commit', delivered);
  }
}
