import fc from 'fast-check';
import { NotOrdered } from './order-change.errors.js';
import { MixedCurrencies, PriceChanged } from './order.errors.js';
import { place } from './place.js';
import { reprice, totalled, without } from './reprice.js';

const line = (productId: string, quantity: number, unitPrice = 1000) => ({
  productId,
  name: productId,
  quantity,
  unitPrice,
});
const orderOf = (...lines: ReturnType<typeof line>[]) =>
  place(
    {
      id: '0198c0df-0a1b-7c2d-8e3f-405162738495',
      customerId: '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5',
      lines,
      total: {
        amount: lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0),
        currency: 'EUR',
      },
    },
    { at: '2026-01-02T09:30:00.000Z', who: 'anonymous' },
  ).order;
const price = (productId: string, amount: number, currency = 'EUR', active = true) =>
  [productId, { productId, name: productId, price: { amount, currency }, active, version: 2 }] as const;

describe('the goods of an order that is changed', () => {
  const order = orderOf(line('lamp', 2));

  it('keep the price they were promised, even when they are not sold any more', () => {
    const today = new Map([price('lamp', 9999, 'EUR', false), price('shade', 500)]);
    const wanted = [
      { productId: 'lamp', quantity: 3 },
      { productId: 'shade', quantity: 1 },
    ];

    expect(reprice(order, wanted, today)).toMatchObject({
      lines: [{ unitPrice: 1000 }, { unitPrice: 500 }],
      total: { amount: 3500, currency: 'EUR' },
    });
    expect(() => reprice(order, [{ productId: 'lamp', quantity: 1, price: 99.99 }], today)).toThrow(
      PriceChanged,
    );
  });

  it('stay in the currency of the order', () => {
    const today = new Map([price('mug', 500, 'USD')]);

    expect(() => reprice(order, [{ productId: 'mug', quantity: 1 }], today)).toThrow(MixedCurrencies);
  });
});

describe('an order without some of its goods', () => {
  it('loses them from its last lines first', () => {
    const order = orderOf(line('lamp', 2), line('shade', 1), line('lamp', 2));

    expect(without(order, [{ productId: 'lamp', quantity: 3 }])).toEqual([line('lamp', 1), line('shade', 1)]);
  });

  it('is refused what it does not have, pointing at the item', () => {
    const order = orderOf(line('lamp', 2));
    const unwanted = [
      { productId: 'lamp', quantity: 1 },
      { productId: 'shade', quantity: 1 },
    ];

    expect(() => without(order, unwanted)).toThrow(NotOrdered);
  });

  it('has exactly the rest, whatever is taken', () => {
    const quantity = fc.integer({ min: 1, max: 9 });
    const lines = fc.array(fc.tuple(fc.constantFrom('lamp', 'shade', 'cord'), quantity), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(lines, fc.constantFrom('lamp', 'shade', 'cord'), quantity, (has, productId, wished) => {
        const order = orderOf(...has.map(([id, count]) => line(id, count)));
        const count = (of: readonly { productId: string; quantity: number }[]) =>
          of.filter((some) => some.productId === productId).reduce((sum, some) => sum + some.quantity, 0);
        const taken = Math.min(wished, count(order.lines));
        if (taken === 0) return;

        const left = without(order, [{ productId, quantity: taken }]);

        expect(count(left)).toBe(count(order.lines) - taken);
        expect(totalled(order, left).total.amount).toBe(order.total.amount - taken * 1000);
      }),
    );
  });
});
