import { OrderDelivered } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import { orderDelivered } from '../domain/order-letters.js';
import { TellCustomers } from '../tell-customers.js';

@HandlesEvent(OrderDelivered)
export class TellCustomerOnOrderDelivered implements EventHandler<OrderDelivered> {
  constructor(private readonly customers: TellCustomers) {}

  async handle(delivered: EventBatch<OrderDelivered>, tx: Tx): Promise<void> {
    await this.customers.tell(tx, delivered, 'order-delivered', orderDelivered);
  }
}
