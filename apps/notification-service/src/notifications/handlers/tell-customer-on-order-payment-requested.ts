import { OrderPaymentRequested } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import { paymentRequested } from '../domain/payment-letters.js';
import { TellCustomers } from '../tell-customers.js';

@HandlesEvent(OrderPaymentRequested)
export class TellCustomerOnOrderPaymentRequested implements EventHandler<OrderPaymentRequested> {
  constructor(private readonly customers: TellCustomers) {}

  async handle(requested: EventBatch<OrderPaymentRequested>, tx: Tx): Promise<void> {
    await this.customers.tell(tx, requested, 'payment-requested', paymentRequested);
  }
}
