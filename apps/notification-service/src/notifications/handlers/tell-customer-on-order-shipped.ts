import { OrderShipped } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import { orderShipped } from '../domain/order-letters.js';
import { TellCustomers } from '../tell-customers.js';

@HandlesEvent(OrderShipped)
export class TellCustomerOnOrderShipped implements EventHandler<OrderShipped> {
  constructor(private readonly customers: TellCustomers) {}

  async handle(shipped: EventBatch<OrderShipped>, tx: Tx): Promise<void> {
    await this.customers.tell(tx, shipped, 'order-shipped', orderShipped);
  }
}
