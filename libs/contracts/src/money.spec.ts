import fc from 'fast-check';
import { decimalsOf, formatMoney, fromMinor, money, toMinor } from './money.js';

describe('money', () => {
  it.each([
    [29.99, 'EUR', 2999],
    [0.1, 'EUR', 10],
    [1.1, 'USD', 110],
    [1000, 'JPY', 1000],
    [1.234, 'KWD', 1234],
    [0, 'EUR', 0],
  ])('%d %s is %d minor units, and back', (decimal, currency, amount) => {
    expect(toMinor(decimal, currency)).toBe(amount);
    expect(fromMinor({ amount, currency })).toBe(decimal);
  });

  it.each([
    [1.999, 'EUR'],
    [0.5, 'JPY'],
    [1e17, 'EUR'],
    [Number.NaN, 'EUR'],
    [Number.POSITIVE_INFINITY, 'EUR'],
  ])('%d %s has no exact minor units', (decimal, currency) => {
    expect(toMinor(decimal, currency)).toBeUndefined();
  });

  it('survives the way to the edge and back for every amount up to fifteen digits', () => {
    const amounts = fc.integer({ min: 0, max: 999_999_999_999_999 });
    fc.assert(
      fc.property(amounts, fc.constantFrom('EUR', 'JPY', 'KWD'), (amount, currency) => {
        expect(toMinor(fromMinor({ amount, currency }), currency)).toBe(amount);
      }),
    );
  });

  it('knows the decimals of a currency, and only currencies that exist', () => {
    expect(['EUR', 'JPY', 'KWD'].map(decimalsOf)).toEqual([2, 0, 3]);
    expect(money.safeParse({ amount: 1, currency: 'XYZ' }).success).toBe(false);
    expect(money.safeParse({ amount: 1, currency: 'eur' }).success).toBe(false);
    expect(money.safeParse({ amount: -1, currency: 'EUR' }).success).toBe(false);
    expect(money.safeParse({ amount: 0.5, currency: 'EUR' }).success).toBe(false);
  });

  it('is written with all its decimals', () => {
    expect(formatMoney({ amount: 5, currency: 'EUR' })).toBe('EUR 0.05');
    expect(formatMoney({ amount: 123_456, currency: 'EUR' })).toBe('EUR 1234.56');
    expect(formatMoney({ amount: 500, currency: 'JPY' })).toBe('JPY 500');
  });
});
