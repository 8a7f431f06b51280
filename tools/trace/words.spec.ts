import { money, span, wrapped } from './words.mjs';

describe('a span of time', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1000, '1.0 s'],
    [59_999, '59.9 s'],
    [245_000, '4m 05s'],
    [12_000_000, '3h 20m'],
    [1_051_200_000, '12d 4h'],
    [-780, '-780 ms'],
  ])('of %i ms is written %s', (ms, text) => {
    expect(span(ms)).toBe(text);
  });
});

describe('an amount', () => {
  it.each([
    [2999, 'EUR', '29.99 EUR'],
    [3000, 'JPY', '3000 JPY'],
    [1234, 'KWD', '1.234 KWD'],
  ])('of %i minor units of %s is written %s', (amount, currency, text) => {
    expect(money({ amount, currency })).toBe(text);
  });
});

describe('wrapped text', () => {
  it('is broken between words, within one that is too long, and never before a unit', () => {
    expect(wrapped('parked for 4.2 s, twice', 16)).toEqual(['parked for', '4.2 s, twice']);
    expect(wrapped('a 0123456789', 4)).toEqual(['a', '0123', '4567', '89']);
  });
});
