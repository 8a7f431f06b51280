import type { OrderCancelled, OrderDelivered, OrderShipped } from '@app/contracts';
import type { KnownOrder } from './known-order.js';
import { justTheOrder, orderCancelled, orderDelivered, orderShipped } from './order-letters.js';

const orderId = '0198c0de-6f10-7aaa-9d2e-112233445566';
const unknown: KnownOrder = { orderId, lines: [] };

/** An event with just the data that a letter is written from. */
const event = <E extends { data: object }>(data: Partial<E['data']>): E => ({ data }) as E;

it('tells what was ordered, and what it costs, exactly in any currency', () => {
  const order: KnownOrder = {
    orderId,
    lines: [
      { productId: 'lamp-01', name: 'Desk lamp', quantity: 3, unitPrice: 1005 },
      { productId: 'shade-07', name: '', quantity: 1, unitPrice: 1000 },
    ],
    total: { amount: 4015, currency: 'KWD' },
  };

  expect(justTheOrder(undefined, order)).toEqual({
    orderId,
    goods: {
      lines: [
        { productId: 'lamp-01', name: 'Desk lamp', quantity: 3, amount: { amount: 3015, currency: 'KWD' } },
        { productId: 'shade-07', name: null, quantity: 1, amount: { amount: 1000, currency: 'KWD' } },
      ],
      total: { amount: 4015, currency: 'KWD' },
    },
  });
});

it('tells nothing of the goods of an order of which only the id is known', () => {
  expect(justTheOrder(undefined, unknown)).toEqual({ orderId, goods: null });
});

it('tells how to follow the parcel as far as that is known', () => {
  const parcel = { carrier: 'DHL', trackingCompany: 'Parcel Watch', trackingNumber: 'JD014600' };
  const nothing = { carrier: null, trackingCompany: null, trackingNumber: null };

  expect(orderShipped(event<OrderShipped>(parcel), unknown)).toMatchObject(parcel);
  expect(orderShipped(event<OrderShipped>({ carrier: '' }), unknown)).toMatchObject(nothing);
});

it('tells when the goods arrived and, where it is known, who signed', () => {
  const data = { deliveredAt: '2026-03-01T00:30:59+01:00' };

  expect(orderDelivered(event<OrderDelivered>(data), unknown)).toMatchObject({ ...data, signature: null });
  expect(orderDelivered(event<OrderDelivered>({ ...data, signature: 'Ada' }), unknown).signature).toBe('Ada');
});

it('tells why an order is cancelled, with no reason where none was given', () => {
  const cancelled = event<OrderCancelled>({ code: 'REQUESTED', reason: '' });

  expect(orderCancelled(cancelled, unknown)).toMatchObject({ code: 'REQUESTED', reason: null });
});
