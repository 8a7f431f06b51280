import { OrderCancelled, type Shortage } from '@app/contracts';
import fc from 'fast-check';
import { place } from './place.js';
import { cancellationFor } from './shortage-reason.js';

const orderOf = (names: Readonly<Record<string, string>>) =>
  place(
    {
      id: '0198c0df-0a1b-7c2d-8e3f-405162738495',
      customerId: '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5',
      lines: Object.entries(names).map(([productId, name]) => ({
        productId,
        name,
        quantity: 3,
        unitPrice: 1,
      })),
      total: { amount: 3, currency: 'EUR' },
    },
    { at: '2026-01-02T09:30:00.000Z', who: 'anonymous' },
  ).order;

const short = (productId: string, available = 1): Shortage => ({
  productId,
  requested: 3,
  available,
  known: true,
});
const unknown = (productId: string): Shortage => ({ productId, requested: 3, available: 0, known: false });

const shop = orderOf({ lamp: 'Desk lamp', shade: 'Shade', bulb: 'Bulb', cord: 'Cord', plug: 'Plug' });

describe('why an order cannot be served', () => {
  it('tells the customer what has run out, by name', () => {
    expect(cancellationFor(shop, [short('lamp'), short('shade', 0)])).toEqual({
      code: 'INSUFFICIENT_STOCK',
      reason: 'Not enough in stock: Desk lamp (3 ordered, 1 available), Shade (3 ordered, 0 available).',
    });
  });

  it('says so when a product is not sold at all, even if another has run out', () => {
    expect(cancellationFor(shop, [short('lamp'), unknown('shade')])).toEqual({
      code: 'PRODUCT_UNAVAILABLE',
      reason: 'No longer available: Shade.',
    });
  });

  it('names the first three and counts the others', () => {
    const { reason } = cancellationFor(shop, ['lamp', 'shade', 'bulb', 'cord', 'plug'].map(unknown));

    expect(reason).toBe('No longer available: Desk lamp, Shade, Bulb and 2 more.');
  });

  it('shortens a long name without cutting a character in half', () => {
    const { reason } = cancellationFor(orderOf({ lamp: '🪔'.repeat(128) }), [unknown('lamp')]);

    expect(reason).toBe(`No longer available: ${'🪔'.repeat(79)}….`);
  });

  it('always fits into the event that carries it', () => {
    const anyShortage = fc.record({
      productId: fc.constantFrom('a', 'b', 'c', 'd'),
      requested: fc.integer({ min: 1, max: 1_000_000 }),
      available: fc.integer({ min: 0, max: 1_000_000_000 }),
      known: fc.boolean(),
    });
    const name = fc.string({ unit: 'grapheme', maxLength: 256 });
    fc.assert(
      fc.property(name, fc.array(anyShortage, { minLength: 1, maxLength: 100 }), (text, shortages) => {
        const order = orderOf({ a: text, b: text, c: text });
        const cancellation = cancellationFor(order, shortages);

        expect(() =>
          OrderCancelled.of(order, { orderId: order.id, customerId: order.customerId, ...cancellation }),
        ).not.toThrow();
      }),
    );
  });
});
