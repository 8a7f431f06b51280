import { OrderCancelledNotification } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import { UNKNOWN_CUSTOMER } from '../domain/known-customer.js';
import { orderCancelled } from '../domain/order-letters.js';
import { Templates } from '../../templates/templates.js';
import { OrderContactRepository } from '../persistence/order-contact.repository.js';
import { TellOnRequest } from '../tell-on-request.js';

@HandlesEvent(OrderCancelledNotification)
export class TellCustomerOnOrderCancelledNotification implements EventHandler<OrderCancelledNotification> {
  constructor(
    private readonly orders: OrderContactRepository,
    private readonly templates: Templates,
    private readonly requests: TellOnRequest,
  ) {}

  async handle(requests: EventBatch<OrderCancelledNotification>, tx: Tx): Promise<void> {
    // For their lines alone: whom to tell is found by request.
    const orders = await this.orders.find(
      tx,
      requests.map(({ data: { orderId, requestId, customerId = requestId } }) => ({ orderId, customerId })),
    );
    await this.requests.tell(tx, requests, 'order-cancelled', ({ data: { orderId, reason } }, channel) => {
      const { order, customer } = orders.get(orderId) ?? {
        order: { orderId, lines: [] },
        customer: UNKNOWN_CUSTOMER,
      };
      const data = orderCancelled({ data: { code: 'REQUESTED', reason } }, order);
      return this.templates.render(
        'order-cancelled',
        channel,
        this.templates.localeFor(customer.locale),
        data,
      );
    });
  }
}
