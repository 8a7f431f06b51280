/** How long to wait between attempts: up to `baseMs` after the first, twice as long after each further one, never above `maxMs`. */
export interface Backoff {
  readonly baseMs: number;
  readonly maxMs: number;
}

/** A source of numbers from 0 up to, but not including, 1. */
export type Random = () => number;

/**
 * The milliseconds to wait after the given number of failures (1 or more), with full jitter: anything from 1 to the
 * limit, so that what failed together does not come back together.
 */
export function delayAfter(failures: number, { baseMs, maxMs }: Backoff, random: Random): number {
  // 2^40 is beyond any limit, and still exact.
  const limit = Math.min(maxMs, baseMs * 2 ** Math.min(failures - 1, 40));
  return 1 + Math.floor(random() * limit);
}
