import type { Order } from '../../orders/domain/order.js';
import { linkRequestFor } from './link-request.js';

const order: Order = {
  id: '0198c0df-0a1b-7c2d-8e3f-405162738495',
  version: 2,
  status: 'AWAITING_PAYMENT',
  customerId: '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5',
  lines: [{ productId: 'lamp', name: 'Desk lamp', quantity: 2, unitPrice: 2999 }],
  total: { amount: 5998, currency: 'EUR' },
  contact: { email: 'ada@example.org' },
  payment: { status: 'DUE', expiresAt: '2026-01-02T10:00:00.000Z' },
  createdAt: '2026-01-02T09:30:00.000Z',
  updatedAt: '2026-01-02T09:30:00.000Z',
};
const keyOf = (changes: Partial<Order>) =>
  linkRequestFor({ ...order, ...changes }, 'default')?.idempotencyKey;

describe('the request for a link', () => {
  it('is made for an order that waits for one, and for no other', () => {
    expect(linkRequestFor(order, 'default')).toMatchObject({
      orderId: order.id,
      total: order.total,
      customerEmail: 'ada@example.org',
      expiresAt: '2026-01-02T10:00:00.000Z',
    });
    expect(
      keyOf({ payment: { ...order.payment, status: 'DUE', link: 'https://pay.example' } }),
    ).toBeUndefined();
    expect(keyOf({ payment: undefined })).toBeUndefined();
  });

  it('keeps its key whatever else happens to the order', () => {
    expect(keyOf({ version: 9, notes: 'Ring twice', updatedAt: '2026-01-02T09:45:00.000Z' })).toBe(keyOf({}));
  });

  it.each<[string, Partial<Order>]>([
    ['costs something else', { total: { amount: 5999, currency: 'EUR' } }],
    ['consists of something else', { lines: [] }],
    ['is asked for from somebody else', { contact: { email: 'bob@example.org' } }],
    ['has had a link before', { payment: { ...order.payment, status: 'DUE', reference: 'cs_1' } }],
  ])('has another key when the order %s', (_what, changes) => {
    expect(keyOf(changes)).not.toBe(keyOf({}));
    expect(keyOf(changes)?.length).toBeLessThan(200);
  });
});
