import { OrderCancelled } from '@app/contracts';
import { HandlesEvent, type EventBatch, type EventHandler, type Tx } from '@app/messaging';
import { SettleReservations } from '../settle-reservations.js';

/** Makes what each order held, or had already taken, available again. */
@HandlesEvent(OrderCancelled)
export class ReleaseStockOnOrderCancelled implements EventHandler<OrderCancelled> {
  constructor(private readonly settle: SettleReservations) {}

  handle(cancelled: EventBatch<OrderCancelled>, tx: Tx): Promise<void> {
    return this.settle.execute(tx, 'cancel', cancelled);
  }
}
