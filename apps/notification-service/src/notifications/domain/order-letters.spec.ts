import type {
  OrderCancelled,
  OrderConfirmed,
  OrderCreated,
  OrderDelivered,
  OrderShipped,
} from '@app/contracts';
import { write } from './letter.js';
import {
  orderCancelled,
  orderConfirmed,
  orderDelivered,
  orderReceived,
  orderShipped,
  type KnownOrder,
} from './order-letters.js';

const orderId = '0198c0de-6f10-7aaa-9d2e-112233445566';
const order: KnownOrder = {
  orderId,
  lines: [{ productId: 'lamp-01', name: 'Desk lamp', quantity: 2, unitPrice: 2999 }],
  total: { amount: 5998, currency: 'EUR' },
};
const unknown: KnownOrder = { orderId, lines: [] };

/** An event with just the data that a letter is written from. */
const event = <E extends { data: object }>(data?: Partial<E['data']>): E => ({ data: { ...data } }) as E;

const letters: [string, (known: KnownOrder) => ReturnType<typeof orderReceived>][] = [
  ['received', (known) => orderReceived(event<OrderCreated>(), known)],
  ['confirmed', (known) => orderConfirmed(event<OrderConfirmed>(), known)],
  ['shipped', (known) => orderShipped(event<OrderShipped>(), known)],
  [
    'delivered',
    (known) => orderDelivered(event<OrderDelivered>({ deliveredAt: '2026-03-01T10:00:00Z' }), known),
  ],
  ['cancelled', (known) => orderCancelled(event<OrderCancelled>({ code: 'REQUESTED', reason: '' }), known)],
];

describe.each(letters)('the letter about an order %s', (_, letterAbout) => {
  it('names the order, its lines and its total', () => {
    const { subject, text } = write(letterAbout(order));

    expect(subject).toContain(orderId);
    expect(text).toContain(orderId);
    expect(text).toContain('2 x Desk lamp (lamp-01): EUR 59.98\nTotal: EUR 59.98');
  });

  it('can be written about an order of which only the id is known', () => {
    const { subject, text } = write(letterAbout(unknown));

    expect(subject).toContain(orderId);
    expect(text).not.toMatch(/Total|undefined|null/);
  });
});

it('tells how to follow the parcel as far as that is known', () => {
  const parcel = (data: Partial<OrderShipped['data']>) =>
    write(orderShipped(event<OrderShipped>(data), unknown)).text;

  expect(parcel({ carrier: 'DHL', trackingNumber: 'JD014600' })).toContain(
    'Carrier: DHL\nTracking number: JD014600',
  );
  expect(parcel({ trackingNumber: 'JD014600' })).not.toContain('Carrier');
  expect(parcel({ carrier: '' })).not.toContain('Carrier');
});

it('tells when the goods arrived, in UTC, and who signed', () => {
  const data = { deliveredAt: '2026-03-01T00:30:59+01:00', signature: 'A. Lovelace' };

  expect(write(orderDelivered(event<OrderDelivered>(data), unknown)).text).toContain(
    'Delivered: 2026-02-28 23:30 UTC\nSigned for by: A. Lovelace',
  );
});

it.each([
  ['INSUFFICIENT_STOCK', 'not everything you ordered is in stock'],
  ['PRODUCT_UNAVAILABLE', 'no longer for sale'],
  ['REQUESTED', 'has been cancelled'],
] as const)('tells why an order is cancelled: %s', (code, words) => {
  const { text } = write(
    orderCancelled(event<OrderCancelled>({ code, reason: 'lamp-01: 1 available' }), unknown),
  );

  expect(text).toContain(words);
  expect(text).toContain('Reason: lamp-01: 1 available');
});
