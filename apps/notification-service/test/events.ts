import {
  BackInStock,
  type CancellationCode,
  type Contact,
  type DomainEvent,
  type EventDraft,
  LowStock,
  OrderCancelled,
  OrderConfirmed,
  OrderCreated,
  OrderDelivered,
  OrderPaymentRequested,
  OrderRefundDue,
  OrderShipped,
  OrderUpdated,
  type RefundCause,
  stamp,
  SubscriptionAdded,
  SubscriptionRemoved,
} from '@app/contracts';
import { newId } from '@app/platform';

/** An order of two lamps and a shade. */
export function orderCreated(
  contact?: Contact,
  { orderId = newId(), customerId = newId() }: { orderId?: string; customerId?: string } = {},
): OrderCreated {
  const lines = [
    { productId: 'lamp-01', name: 'Desk lamp', quantity: 2, unitPrice: 2999 },
    { productId: 'shade-07', name: '', quantity: 1, unitPrice: 1000 },
  ];
  const total = { amount: 6998, currency: 'EUR' };
  return happened(
    OrderCreated.of({ id: orderId, version: 1 }, { orderId, customerId, lines, total, contact }),
  );
}

/** What may follow an order's creation, about the same order. */
export const after = ({ data: { orderId, customerId, lines, total, contact } }: OrderCreated) => {
  const ids = { orderId, customerId };
  const asPlaced = { ...ids, status: 'CONFIRMED' as const, lines, total, contact };
  return {
    confirmed: () => happened(OrderConfirmed.of({ id: orderId, version: 2 }, ids)),
    updated: (changed: OrderUpdated['data']['changed'], now: Partial<OrderUpdated['data']> = {}) =>
      happened(OrderUpdated.of({ id: orderId, version: 3 }, { ...asPlaced, changed, ...now })),
    paymentRequested: (link = 'https://pay.example/s/1') =>
      happened(
        OrderPaymentRequested.of(
          { id: orderId, version: 3 },
          { ...ids, amount: total, link, expiresAt: '2026-01-02T10:00:00Z' },
        ),
      ),
    refundDue: (cause: RefundCause = 'ORDER_CANCELLED') =>
      happened(
        OrderRefundDue.of(
          { id: orderId, version: 5 },
          { ...ids, amount: total, cause, transactionId: 'pi_1' },
        ),
      ),
    shipped: (parcel: Pick<OrderShipped['data'], 'carrier' | 'trackingCompany' | 'trackingNumber'> = {}) =>
      happened(OrderShipped.of({ id: orderId, version: 3 }, { ...ids, ...parcel })),
    delivered: (deliveredAt = '2026-03-01T10:00:30+01:00', signature?: string) =>
      happened(OrderDelivered.of({ id: orderId, version: 4 }, { ...ids, deliveredAt, signature })),
    cancelled: (code: CancellationCode = 'REQUESTED', reason = 'found it cheaper') =>
      happened(OrderCancelled.of({ id: orderId, version: 2 }, { ...ids, code, reason })),
  };
};

export const lowStock = (productId = 'lamp-01', name = 'Desk lamp'): LowStock =>
  happened(LowStock.of({ id: productId, version: 7 }, { productId, name, available: 3, threshold: 5 }));

export const backInStock = (productId = 'lamp-01', name = 'Desk lamp'): BackInStock =>
  happened(BackInStock.of({ id: productId, version: 8 }, { productId, name, available: 40 }));

/** Somebody waits for the product. */
export const subscribed = (
  who: { email?: string; customerId?: string },
  productId = 'lamp-01',
): SubscriptionAdded =>
  happened(
    SubscriptionAdded.of({ id: productId, version: 6 }, { productId, subscriptionId: newId(), ...who }),
  );

/** The same somebody no longer does. */
export const unsubscribed = ({
  data: { productId, subscriptionId },
}: SubscriptionAdded): SubscriptionRemoved =>
  happened(SubscriptionRemoved.of({ id: productId, version: 7 }, { productId, subscriptionId }));

const happened = <E extends DomainEvent>(draft: EventDraft<E>): DomainEvent<E['type'], E['data']> =>
  stamp(draft, {
    id: newId(),
    time: new Date('2026-01-02T09:30:00Z'),
    cause: { tenant: 'default', correlationid: newId() },
  });
