import type { OrderLine } from '@app/contracts';
import fc from 'fast-check';
import type { LinkRequest } from '../domain/payment-provider.js';
import { LinkRefused } from '../domain/payment-provider.errors.js';
import { checkoutOf } from './checkout-session.js';

const NOW = new Date('2026-01-02T09:30:00.000Z');
const MINUTE_MS = 60_000;
const urls = { successUrl: 'https://shop.example/paid?order={orderId}', cancelUrl: 'https://shop.example/' };

const line = (unitPrice: number, quantity = 1, name = 'Desk lamp'): OrderLine => ({
  productId: 'lamp',
  name,
  quantity,
  unitPrice,
});

const requestFor = (
  lines: readonly OrderLine[],
  { currency = 'EUR', lifeMs = 60 * MINUTE_MS } = {},
): LinkRequest => ({
  orderId: '0198c0df-0a1b-7c2d-8e3f-405162738495',
  tenant: 'default',
  lines,
  total: { amount: lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0), currency },
  expiresAt: new Date(NOW.getTime() + lifeMs).toISOString(),
  idempotencyKey: 'key',
});

const itemsOf = (request: LinkRequest) =>
  (checkoutOf(request, urls, NOW).line_items ?? []).map(({ quantity = 0, price_data }) => ({
    name: price_data?.product_data?.name,
    amount: price_data?.unit_amount ?? 0,
    quantity,
  }));

describe('a checkout', () => {
  it('has an item for each line, free ones too', () => {
    expect(itemsOf(requestFor([line(2999, 2), line(0, 1, 'Gift')]))).toEqual([
      { name: 'Desk lamp', amount: 2999, quantity: 2 },
      { name: 'Gift', amount: 0, quantity: 1 },
    ]);
  });

  it('names a product that has no name by its id', () => {
    expect(itemsOf(requestFor([line(1, 1, ' ')]))).toMatchObject([{ name: 'lamp' }]);
  });

  it.each<[string, readonly OrderLine[], string]>([
    ['a price that Stripe cannot show', [line(5125, 2)], 'KWD'],
    ['more lines than it takes', Array.from({ length: 101 }, () => line(10)), 'EUR'],
    ['more of a product than it takes', [line(1, 1_000_000)], 'EUR'],
  ])('has one item for everything where the order has %s', (_what, lines, currency) => {
    const request = requestFor(lines, { currency });
    expect(itemsOf(request)).toEqual([
      { name: `Order ${request.orderId}`, amount: request.total.amount, quantity: 1 },
    ]);
  });

  it('does not exist for what Stripe cannot charge exactly', () => {
    expect(() => itemsOf(requestFor([line(5125)], { currency: 'KWD' }))).toThrow(LinkRefused);
  });

  it('adds up to the total, whatever the lines are', () => {
    const lines = fc.array(
      fc.record({
        quantity: fc.integer({ min: 1, max: 1_000_000 }),
        unitPrice: fc.integer({ min: 0, max: 100_000 }),
      }),
      { minLength: 1, maxLength: 120 },
    );
    fc.assert(
      fc.property(lines, (some) => {
        const request = requestFor(some.map(({ quantity, unitPrice }) => line(unitPrice, quantity)));
        const sum = itemsOf(request).reduce((soFar, { amount, quantity }) => soFar + amount * quantity, 0);
        expect(sum).toBe(request.total.amount);
      }),
    );
  });

  it.each([
    ['a minute', MINUTE_MS, false],
    ['half an hour, less what it takes to ask', 30 * MINUTE_MS, false],
    ['an hour', 60 * MINUTE_MS, true],
    ['two days', 48 * 60 * MINUTE_MS, false],
  ])('is closed by Stripe itself only within what Stripe allows: %s', (_what, lifeMs, told) => {
    const { expires_at: end } = checkoutOf(requestFor([line(1)], { lifeMs }), urls, NOW);
    expect(end).toBe(told ? (NOW.getTime() + lifeMs) / 1000 : undefined);
  });

  it('leads back to the shop and names the order where Stripe will tell of it', () => {
    const request = { ...requestFor([line(1)]), customerEmail: 'ada@example.org' };
    const about = { orderId: request.orderId, tenant: 'default' };

    expect(checkoutOf(request, urls, NOW)).toMatchObject({
      mode: 'payment',
      success_url: `https://shop.example/paid?order=${request.orderId}`,
      client_reference_id: request.orderId,
      metadata: about,
      payment_intent_data: { metadata: about },
      customer_email: 'ada@example.org',
    });
  });
});
