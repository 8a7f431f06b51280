import fc from 'fast-check';
import { fromMinor } from '@app/contracts';
import type { ProductPrice } from '../../prices/domain/product-price.js';
import { MAX_QUANTITY_OF_PRODUCT, priceLines, type RequestedLine } from './pricing.js';

const product = (productId: string, amount: number, overrides: Partial<ProductPrice> = {}): ProductPrice => ({
  productId,
  name: `The ${productId}`,
  price: { amount, currency: 'EUR' },
  active: true,
  version: 1,
  ...overrides,
});

const catalogue = (...products: ProductPrice[]) => new Map(products.map((each) => [each.productId, each]));

const shop = catalogue(
  product('lamp', 2999),
  product('shade', 1050),
  product('relic', 100, { active: false }),
  product('fan', 2000, { price: { amount: 2000, currency: 'JPY' } }),
  product('palace', Number.MAX_SAFE_INTEGER),
  product('gift', 0),
);

const refusal = (...lines: RequestedLine[]): unknown => {
  try {
    priceLines(lines, shop);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('pricing an order', () => {
  it('takes names and prices of today and sums them', () => {
    expect(
      priceLines(
        [
          { productId: 'lamp', quantity: 2 },
          { productId: 'shade', quantity: 1, price: 10.5 },
        ],
        shop,
      ),
    ).toEqual({
      lines: [
        { productId: 'lamp', name: 'The lamp', quantity: 2, unitPrice: 2999 },
        { productId: 'shade', name: 'The shade', quantity: 1, unitPrice: 1050 },
      ],
      total: { amount: 7048, currency: 'EUR' },
    });
  });

  it('keeps two lines of one product apart', () => {
    const { lines, total } = priceLines(
      [
        { productId: 'lamp', quantity: 1 },
        { productId: 'lamp', quantity: 2 },
      ],
      shop,
    );

    expect(lines.map(({ quantity }) => quantity)).toEqual([1, 2]);
    expect(total.amount).toBe(8997);
  });

  it('sells what costs nothing', () => {
    expect(priceLines([{ productId: 'gift', quantity: 3, price: 0 }], shop).total.amount).toBe(0);
  });

  it('names every product that is not known', () => {
    expect(
      refusal(
        { productId: 'ghost', quantity: 1 },
        { productId: 'lamp', quantity: 1 },
        { productId: 'elf', quantity: 1 },
      ),
    ).toMatchObject({
      code: 'unknown-product',
      kind: 'unprocessable',
      errors: [{ pointer: '/items/0/productId' }, { pointer: '/items/2/productId' }],
    });
  });

  it('names every product that is not on sale', () => {
    expect(refusal({ productId: 'lamp', quantity: 1 }, { productId: 'relic', quantity: 1 })).toMatchObject({
      code: 'product-inactive',
      kind: 'unprocessable',
      errors: [{ pointer: '/items/1/productId' }],
    });
  });

  it('does not add up different currencies', () => {
    expect(refusal({ productId: 'lamp', quantity: 1 }, { productId: 'fan', quantity: 1 })).toMatchObject({
      code: 'mixed-currencies',
      kind: 'unprocessable',
      errors: [{ pointer: '/items/1/productId' }],
      extensions: { currencies: ['EUR', 'JPY'] },
    });
  });

  it.each([
    ['less', 29.98],
    ['more', 30],
    ['more decimals than there are cents', 29.991],
    ['what no number of cents can be', 1e300],
  ])('names both prices to a client that expects %s', (_what, price) => {
    expect(
      refusal({ productId: 'shade', quantity: 1, price: 10.5 }, { productId: 'lamp', quantity: 1, price }),
    ).toMatchObject({
      code: 'price-changed',
      kind: 'conflict',
      errors: [{ pointer: '/items/1/price', expected: price, actual: 29.99 }],
    });
  });

  it('reads an expected price in the currency of the product', () => {
    expect(priceLines([{ productId: 'fan', quantity: 1, price: 2000 }], shop).total).toEqual({
      amount: 2000,
      currency: 'JPY',
    });
  });

  it('bounds what is ordered of one product over all its lines', () => {
    const half = MAX_QUANTITY_OF_PRODUCT / 2;

    expect(
      refusal({ productId: 'gift', quantity: half }, { productId: 'gift', quantity: half }),
    ).toBeUndefined();
    expect(
      refusal(
        { productId: 'gift', quantity: half },
        { productId: 'lamp', quantity: 1 },
        { productId: 'gift', quantity: half + 1 },
      ),
    ).toMatchObject({
      code: 'quantity-too-large',
      kind: 'unprocessable',
      errors: [{ pointer: '/items/0/quantity' }, { pointer: '/items/2/quantity' }],
    });
  });

  it('refuses a total that cannot be represented exactly', () => {
    expect(refusal({ productId: 'palace', quantity: 1 })).toBeUndefined();
    expect(refusal({ productId: 'palace', quantity: 1 }, { productId: 'lamp', quantity: 1 })).toMatchObject({
      code: 'total-too-large',
      kind: 'unprocessable',
    });
    expect(refusal({ productId: 'palace', quantity: 1_000_000 })).toMatchObject({ code: 'total-too-large' });
  });

  it('agrees with exact arithmetic, and refuses exactly what is past a safe integer', () => {
    const priced = fc.record({ quantity: fc.integer({ min: 1, max: 10_000 }), amount: fc.maxSafeNat() });
    fc.assert(
      fc.property(fc.array(priced, { minLength: 1, maxLength: 20 }), (lines) => {
        const prices = catalogue(...lines.map(({ amount }, index) => product(`p${index}`, amount)));
        const requested = lines.map(({ quantity }, index) => ({ productId: `p${index}`, quantity }));
        const exact = lines.reduce(
          (sum, { quantity, amount }) => sum + BigInt(quantity) * BigInt(amount),
          0n,
        );

        if (exact > BigInt(Number.MAX_SAFE_INTEGER))
          expect(() => priceLines(requested, prices)).toThrow(
            expect.objectContaining({ code: 'total-too-large' }) as Error,
          );
        else expect(priceLines(requested, prices).total.amount).toBe(Number(exact));
      }),
    );
  });

  it('accepts the price that it shows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 12 }),
        fc.constantFrom('EUR', 'JPY', 'KWD'),
        (amount, currency) => {
          const price = { amount, currency };
          const prices = catalogue(product('lamp', amount, { price }));

          expect(
            priceLines([{ productId: 'lamp', quantity: 1, price: fromMinor(price) }], prices).total,
          ).toEqual(price);
        },
      ),
    );
  });
});
