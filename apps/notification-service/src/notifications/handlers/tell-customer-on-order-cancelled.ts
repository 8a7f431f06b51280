import { OrderCancelled } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import { orderCancelled } from '../domain/order-letters.js';
import { TellCustomers } from '../tell-customers.js';

@HandlesEvent(OrderCancelled)
export class TellCustomerOnOrderCancelled implements EventHandler<OrderCancelled> {
  constructor(private readonly customers: TellCustomers) {}

  async handle(cancelled: EventBatch<OrderCancelled>, tx: Tx): Promise<void> {
    await this.customers.tell(tx, cancelled, 'order-cancelled', orderCancelled);
  }
}
