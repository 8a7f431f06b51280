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
  OrderShipped,
  stamp,
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
export const after = ({ data: { orderId, customerId } }: OrderCreated) => {
  const ids = { orderId, customerId };
  return {
    confirmed: () => happened(OrderConfirmed.of({ id: orderId, version: 2 }, ids)),
    shipped: (parcel: { carrier?: string; trackingNumber?: string } = {}) =>
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

const happened = <E extends DomainEvent>(draft: EventDraft<E>): DomainEvent<E['type'], E['data']> =>
  stamp(draft, {
    id: newId(),
    time: new Date('2026-01-02T09:30:00Z'),
    cause: { tenant: 'default', correlationid: newId() },
  });
