import { OrderRefundDue } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import { AlertShop } from '../alert-shop.js';
import { refundDue, refundToMake } from '../domain/payment-letters.js';
import { TellCustomers } from '../tell-customers.js';

@HandlesEvent(OrderRefundDue)
export class TellCustomerAndShopOnOrderRefundDue implements EventHandler<OrderRefundDue> {
  constructor(
    private readonly customers: TellCustomers,
    private readonly shop: AlertShop,
  ) {}

  async handle(due: EventBatch<OrderRefundDue>, tx: Tx): Promise<void> {
    await this.customers.tell(tx, due, 'refund-due', refundDue);
    await this.shop.alert(tx, due, 'refund-to-make', refundToMake);
  }
}
