import { type Contract, OrderNotification, OrderUpdated, parseEvent, stamp } from '@app/contracts';
import { v7 } from 'uuid';
import { BODY_LIMIT_BYTES } from '../libs/messaging/src/consumer/body-limit.js';

// What JSON makes the most of: six bytes for one character.
const text = (length: number): string => '\u0001'.repeat(length);
const id = v7();

const CONTACT = { email: `${'x'.repeat(60)}@example.org`, phone: '+493012345678901' };
const ORDER = {
  orderId: id,
  customerId: id,
  changed: [
    'status',
    'items',
    'change',
    'payment',
    'contact',
    'notes',
    'shippingAddress',
    'shipping',
    'deleted',
  ],
  status: 'AWAITING_PAYMENT',
  lines: Array.from({ length: 100 }, () => ({
    productId: 'x'.repeat(128),
    quantity: 1_000_000,
    name: text(256),
    unitPrice: Number.MAX_SAFE_INTEGER,
  })),
  total: { amount: Number.MAX_SAFE_INTEGER, currency: 'EUR' },
  contact: CONTACT,
};
const REQUEST = {
  requestId: id,
  customerId: id,
  orderId: id,
  recipient: `https://example.org/${'x'.repeat(2028)}`,
  channel: 'PUSH',
  subject: '€'.repeat(200),
  message: text(20_000),
  metadata: Object.fromEntries(
    Array.from({ length: 32 }, (_, at) => [`${10 + at}`.padEnd(64, 'x'), text(500)]),
  ),
};

describe('the largest event', () => {
  it.each<[string, Contract, object]>([
    ['that the shop publishes', OrderUpdated, ORDER],
    ['that another system may publish', OrderNotification, REQUEST],
  ])('%s is short enough to be read', (_, contract, data) => {
    const draft = { contract, subject: id, sequence: 1, data, cause: undefined };
    const cause = { tenant: 'x'.repeat(64), correlationid: 'x'.repeat(128), causationid: id };
    const body = Buffer.from(JSON.stringify(stamp(draft, { id, time: new Date(), cause })));

    expect(parseEvent(body, new Map([[contract.type, contract]])).id).toBe(id);
    expect(body.length).toBeGreaterThan(BODY_LIMIT_BYTES / 2);
    expect(body.length).toBeLessThan(BODY_LIMIT_BYTES);
  });
});
