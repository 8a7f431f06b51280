import { nextDelay } from './link-backoff.js';

const patience = { leastMs: 1000, mostMs: 60_000 };
const almostOne = 1 - Number.EPSILON;

describe('the next attempt', () => {
  it.each([
    [0, 1000],
    [1000, 1000],
    [8000, 8000],
    [3_600_000, 60_000],
    [-5000, 1000],
  ])('of an order that has waited for %i ms comes after half to all of %i ms', (waitedMs, longest) => {
    expect(nextDelay(waitedMs, patience, () => 0)).toBe(longest / 2);
    expect(nextDelay(waitedMs, patience, () => almostOne)).toBe(longest);
  });

  it('comes later and later, so that an hour of outage costs few attempts', () => {
    let waitedMs = 0;
    let attempts = 0;
    for (; waitedMs < 3_600_000; attempts += 1) waitedMs += nextDelay(waitedMs, patience, () => 0.5);

    expect(attempts).toBeLessThan(100);
  });
});
