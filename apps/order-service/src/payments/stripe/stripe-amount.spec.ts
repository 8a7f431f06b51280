import { decimalsOf } from '@app/contracts';
import fc from 'fast-check';
import { fromStripeAmount, toStripeAmount } from './stripe-amount.js';

describe('an amount as Stripe counts it', () => {
  it.each([
    ['EUR', 2999, 2999],
    ['JPY', 500, 500],
    ['KWD', 5120, 5120],
    ['ISK', 5, 500],
    ['UGX', 5, 500],
  ])('is in %s for our %i its %i', (currency, ours, stripes) => {
    expect(toStripeAmount({ amount: ours, currency })).toBe(stripes);
    expect(fromStripeAmount(stripes, currency.toLowerCase())).toEqual({ amount: ours, currency });
  });

  it('does not exist for a third decimal, which Stripe does not charge', () => {
    expect(toStripeAmount({ amount: 5124, currency: 'KWD' })).toBeUndefined();
  });

  it('does not exist in our units for what is smaller than any of them', () => {
    expect(fromStripeAmount(501, 'isk')).toBeUndefined();
  });

  it('is never rounded and always leads back, in any currency', () => {
    const currencies = fc.constantFrom(...Intl.supportedValuesOf('currency'));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999 }), currencies, (amount, currency) => {
        const stripes = toStripeAmount({ amount, currency });
        if (stripes === undefined) expect([3, 4]).toContain(decimalsOf(currency));
        else expect(fromStripeAmount(stripes, currency)).toEqual({ amount, currency });
      }),
    );
  });
});
