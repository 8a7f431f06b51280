// @ts-check

/** @typedef {import('./place-orders.mjs').Outcome} Outcome */

/**
 * The smallest of the numbers that is not exceeded by the given share of them; undefined of none.
 * @param {readonly number[]} numbers
 * @param {number} share from 0 to 1
 */
export function percentile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** How many orders ended in which way, the most frequent first. @param {readonly Outcome[]} outcomes @returns {[string, number][]} */
export function tally(outcomes) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { end, code } of outcomes) {
    const name = end === 'CONFIRMED' ? end : `${end} ${code ?? ''}`.trim();
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}
