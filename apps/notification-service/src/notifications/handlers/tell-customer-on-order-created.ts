import { OrderCreated } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import { justTheOrder } from '../domain/order-letters.js';
import { OrderContactRepository } from '../persistence/order-contact.repository.js';
import { TellCustomers } from '../tell-customers.js';

@HandlesEvent(OrderCreated)
export class TellCustomerOnOrderCreated implements EventHandler<OrderCreated> {
  constructor(
    private readonly orders: OrderContactRepository,
    private readonly customers: TellCustomers,
  ) {}

  async handle(created: EventBatch<OrderCreated>, tx: Tx): Promise<void> {
    // First, since this letter too is written from what is remembered.
    this.orders.remember(tx, created);
    await this.customers.tell(tx, created, 'order-received', justTheOrder);
  }
}
