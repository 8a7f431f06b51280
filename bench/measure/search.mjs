// @ts-check
import { ToolError } from '../../tools/support/tool.mjs';

const CLIMB = 1.5;
const CLOSE_ENOUGH = 1.12;
const LEAST_PER_SECOND = 5;
const STEP_UP = 1.05;
const STEP_DOWN = 0.93;
// What a search among cold processes has found may be half of what they do once they are warm.
const STEPS_AT_MOST = 12;

/**
 * About the highest rate that is sustained: climbs or descends by half from `start`, then halves what is left until it is
 * known to an eighth. Throws `ToolError` when not even five a second are.
 * @param {(perSecond: number) => Promise<boolean>} isSustained
 * @param {number} start orders a second
 */
export async function search(isSustained, start) {
  const { good, bad } = await bounds(isSustained, start);
  let [known, over] = [good, bad];
  while (over / known > CLOSE_ENOUGH && over - known > 1) {
    const rate = Math.round(Math.sqrt(known * over));
    if (await isSustained(rate)) known = rate;
    else over = rate;
  }
  return known;
}

/** A rate that is sustained and one that is not, the next to each other by half. @param {(perSecond: number) => Promise<boolean>} isSustained @param {number} start */
async function bounds(isSustained, start) {
  let [good, bad] = [0, Infinity];
  for (let rate = start; good === 0 || bad === Infinity; rate = good > 0 ? good * CLIMB : bad / CLIMB) {
    if (rate < LEAST_PER_SECOND)
      throw new ToolError(`not even ${Math.round(bad)} orders a second are sustained`);
    if (await isSustained(Math.round(rate))) good = Math.round(rate);
    else bad = Math.round(rate);
  }
  return { good, bad };
}

/**
 * The result of the highest rate that is sustained, in steps of about a twentieth from `start`: up until one is not, or
 * else down until one is. Throws `ToolError` when none is found.
 * @template T
 * @param {(perSecond: number) => Promise<T | undefined>} run resolves with nothing when the rate was not sustained
 * @param {number} start orders a second
 * @returns {Promise<{ perSecond: number, result: T }>}
 */
export async function walk(run, start) {
  const attempt = async (/** @type {number} */ rate) => {
    const perSecond = Math.max(LEAST_PER_SECOND, Math.round(rate));
    const result = await run(perSecond);
    return result === undefined ? undefined : { perSecond, result };
  };
  let best = await attempt(start);
  let rate = start;
  for (let steps = 0; !best && steps < STEPS_AT_MOST; steps += 1) {
    rate *= STEP_DOWN;
    best = await attempt(rate);
    if (best) return best;
  }
  if (!best) throw new ToolError(`not even ${Math.round(rate)} orders a second are sustained`);
  for (let steps = 0; steps < STEPS_AT_MOST; steps += 1) {
    const higher = await attempt(best.perSecond * STEP_UP);
    if (!higher) return best;
    best = higher;
  }
  return best;
}
