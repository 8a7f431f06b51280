import fc from 'fast-check';
import { delayAfter } from './backoff.js';

const backoff = { baseMs: 1000, maxMs: 60_000 };
const almostOne = 1 - Number.EPSILON;

describe('the delay', () => {
  it.each([
    [1, 1000],
    [2, 2000],
    [3, 4000],
    [6, 32_000],
    [7, 60_000],
    [1000, 60_000],
  ])('after %i failures is at most %i ms', (failures, longest) => {
    expect(delayAfter(failures, backoff, () => almostOne)).toBe(longest);
    expect(delayAfter(failures, backoff, () => 0)).toBe(1);
  });

  it('is a whole number from 1 to the limit, whatever the numbers are', () => {
    const spans = fc.integer({ min: 1, max: 2_147_483_647 });
    const chances = fc.double({ min: 0, max: almostOne, noNaN: true });

    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        spans,
        spans,
        chances,
        (failures, baseMs, maxMs, chance) => {
          const delay = delayAfter(failures, { baseMs, maxMs }, () => chance);
          return Number.isSafeInteger(delay) && delay >= 1 && delay <= maxMs;
        },
      ),
    );
  });
});
