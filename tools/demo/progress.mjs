// @ts-check
import { tally } from './figures.mjs';

const PLAIN_EVERY_MS = 2000;

/**
 * Shows how far it is: on a terminal in one line that changes, elsewhere in a plain line every two seconds.
 * @param {number} total
 */
export function progress(total) {
  /** @type {import('./place-orders.mjs').Outcome[]} */
  const outcomes = [];
  const { isTTY } = process.stdout;
  const line = () =>
    `orders     ${outcomes.length}/${total}  ${tally(outcomes)
      .map((entry) => entry.join(' '))
      .join(', ')}`;
  const show = () =>
    process.stdout.write(isTTY ? `\r\u001b[K${line().slice(0, process.stdout.columns - 1)}` : `${line()}\n`);
  const timer = setInterval(show, isTTY ? 150 : PLAIN_EVERY_MS);
  return {
    outcomes,
    /** @param {import('./place-orders.mjs').Outcome} outcome */
    add: (outcome) => void outcomes.push(outcome),
    done: () => {
      clearInterval(timer);
      show();
      if (isTTY) process.stdout.write('\n');
    },
  };
}
