import { OrderUpdated } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import { justTheOrder } from '../domain/order-letters.js';
import { OrderContactRepository } from '../persistence/order-contact.repository.js';
import { TellCustomers } from '../tell-customers.js';

@HandlesEvent(OrderUpdated)
export class TellCustomerOnOrderUpdated implements EventHandler<OrderUpdated> {
  constructor(
    private readonly orders: OrderContactRepository,
    private readonly customers: TellCustomers,
  ) {}

  async handle(updated: EventBatch<OrderUpdated>, tx: Tx): Promise<void> {
    // First, since the letter is written from what is remembered.
    this.orders.bringUpToDate(tx, updated);
    // Whoever asked for any other change has seen its answer already.
    const changed = updated.filter(({ data }) => data.changed.includes('items'));
    if (changed.length > 0) await this.customers.tell(tx, changed, 'order-changed', justTheOrder);
  }
}
