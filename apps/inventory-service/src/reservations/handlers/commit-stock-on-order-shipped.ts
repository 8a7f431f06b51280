import { OrderShipped } from '@app/contracts';
import { HandlesEvent, type EventBatch, type EventHandler, type Tx } from '@app/messaging';
import { SettleReservations } from '../settle-reservations.js';

/** Takes what was held for each order off the shelf. */
@HandlesEvent(OrderShipped)
export class CommitStockOnOrderShipped implements EventHandler<OrderShipped> {
  constructor(private readonly settle: SettleReservations) {}

  handle(shipped: EventBatch<OrderShipped>, tx: Tx): Promise<void> {
    return this.settle.execute(tx, 'commit', shipped);
  }
}
