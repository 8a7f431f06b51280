import {
  OrderCancelled,
  OrderChangeRequested,
  OrderCreated,
  OrderDelivered,
  OrderPaid,
  OrderReopened,
  OrderShipped,
  stamp,
  type DomainEvent,
  type EventDraft,
  type ProductQuantity,
} from '@app/contracts';
import { newId } from '@app/platform';

const customerId = '01980000-0000-7000-8000-00000000cafe';

/** An order for so many of each product; a list where a product shall occur in two lines. */
export function orderCreated(
  wanted: Readonly<Record<string, number>> | readonly ProductQuantity[],
  orderId = newId(),
  facts: { readonly paymentRequired?: boolean } = {},
): OrderCreated {
  const quantities = Array.isArray(wanted) ? (wanted as readonly ProductQuantity[]) : linesOf(wanted);
  const lines = quantities.map((line) => ({ ...line, name: line.productId, unitPrice: 100 }));
  const total = { amount: lines.reduce((sum, { quantity }) => sum + quantity * 100, 0), currency: 'EUR' };
  return happened(
    OrderCreated.of({ id: orderId, version: 1 }, { orderId, customerId, lines, total, ...facts }),
  );
}

/** The goods of the order have left. */
export const orderShipped = (orderId: string, version = 3): OrderShipped =>
  happened(OrderShipped.of({ id: orderId, version }, { orderId, customerId }));

/** The goods of the order have arrived. */
export const orderDelivered = (orderId: string, version = 4): OrderDelivered =>
  happened(
    OrderDelivered.of({ id: orderId, version }, { orderId, customerId, deliveredAt: '2026-01-03T12:00:00Z' }),
  );

/** Other goods are wanted for the order. */
export const orderChangeRequested = (
  orderId: string,
  wanted: Readonly<Record<string, number>>,
  version = 2,
): OrderChangeRequested =>
  happened(
    OrderChangeRequested.of(
      { id: orderId, version },
      { orderId, customerId, changeId: newId(), lines: linesOf(wanted) },
    ),
  );

/** The cancelled order was paid for after all. */
export const orderReopened = (
  orderId: string,
  wanted: Readonly<Record<string, number>>,
  version = 4,
): OrderReopened =>
  happened(OrderReopened.of({ id: orderId, version }, { orderId, customerId, lines: linesOf(wanted) }));

/** The order is paid for. */
export const orderPaid = (orderId: string, version = 2): OrderPaid =>
  happened(
    OrderPaid.of(
      { id: orderId, version },
      { orderId, customerId, transactionId: `payment-${orderId}`, amount: { amount: 100, currency: 'EUR' } },
    ),
  );

/** The customer does not want the order any more. */
export const orderCancelled = (orderId: string, version = 3): OrderCancelled =>
  happened(
    OrderCancelled.of(
      { id: orderId, version },
      { orderId, customerId, code: 'REQUESTED', reason: 'found it cheaper' },
    ),
  );

const linesOf = (wanted: object): ProductQuantity[] =>
  Object.entries(wanted as Record<string, number>).map(([productId, quantity]) => ({ productId, quantity }));

const happened = <E extends DomainEvent>(draft: EventDraft<E>): DomainEvent<E['type'], E['data']> =>
  stamp(draft, {
    id: newId(),
    time: new Date('2026-01-02T09:30:00Z'),
    cause: { tenant: 'default', correlationid: newId() },
  });
