import { StockReserved } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import { DecidePendingOrders } from '../decide-pending-orders.js';

/** Confirms orders whose stock is held for them. */
@HandlesEvent(StockReserved)
export class ConfirmOrderOnStockReserved implements EventHandler<StockReserved> {
  constructor(private readonly pendingOrders: DecidePendingOrders) {}

  async handle(reserved: EventBatch<StockReserved>, tx: Tx): Promise<void> {
    await this.pendingOrders.decide(reserved, tx, () => ({ step: 'confirm' }));
  }
}
