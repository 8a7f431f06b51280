import { type Backlog, backlogAfter, NO_BACKLOG, secondsToResume } from './backlog.js';

const MOST = 1000;

/** The backlog after these many were pending, one second after another. */
const after = (...pending: readonly number[]): Backlog =>
  pending.reduce(
    (before, count) => backlogAfter(before, { at: before.at + 1000, pending: count }, MOST),
    NO_BACKLOG,
  );

describe('the backlog', () => {
  it.each([
    [[999], false],
    [[1000], true],
    [[1000, 950, 901], true],
    [[1000, 900], false],
    [[1000, 900, 999], false],
    [[1000, 900, 1000], true],
  ] as const)('after %p pending is too long: %p', (pending, isTooLong) => {
    expect(after(...pending).isTooLong).toBe(isTooLong);
  });

  it('knows how fast it becomes shorter, and nothing of how fast it grows', () => {
    expect(after(0, 500, 1000).drainPerSecond).toBe(0);
    const draining = after(...Array.from({ length: 30 }, (_, second) => 10_000 - 100 * second));
    expect(draining.drainPerSecond).toBeCloseTo(100, 0);
  });
});

describe('who is refused', () => {
  it('is told to come back when there will be room', () => {
    expect(secondsToResume({ at: 0, pending: 1900, drainPerSecond: 100, isTooLong: true }, MOST)).toBe(10);
  });

  it.each([
    [0, 120],
    [0.1, 120],
    [10_000, 5],
  ])('is told something bearable at %p orders decided a second: %p seconds', (drainPerSecond, seconds) => {
    expect(secondsToResume({ at: 0, pending: 1000, drainPerSecond, isTooLong: true }, MOST)).toBe(seconds);
  });
});
