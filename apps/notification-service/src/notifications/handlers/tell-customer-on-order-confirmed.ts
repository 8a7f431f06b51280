import { OrderConfirmed } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import { justTheOrder } from '../domain/order-letters.js';
import { TellCustomers } from '../tell-customers.js';

@HandlesEvent(OrderConfirmed)
export class TellCustomerOnOrderConfirmed implements EventHandler<OrderConfirmed> {
  constructor(private readonly customers: TellCustomers) {}

  async handle(confirmed: EventBatch<OrderConfirmed>, tx: Tx): Promise<void> {
    await this.customers.tell(tx, confirmed, 'order-confirmed', justTheOrder);
  }
}
