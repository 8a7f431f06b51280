/** A source of numbers from 0 up to, but not including, 1. */
type Random = () => number;

/** The shortest and the longest time between two attempts, in milliseconds. */
export interface Patience {
  readonly leastMs: number;
  readonly mostMs: number;
}

/**
 * How many milliseconds to wait before the next attempt for an order that has waited for `waitedMs`: half to all of that
 * again, within the limits. So the attempts grow apart by themselves, and nobody has to count them.
 */
export function nextDelay(waitedMs: number, { leastMs, mostMs }: Patience, random: Random): number {
  const longest = Math.min(mostMs, Math.max(leastMs, waitedMs));
  return Math.ceil((longest * (1 + random())) / 2);
}
