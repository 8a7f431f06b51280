// @ts-check
import { ToolError } from '../../tools/support/tool.mjs';
import { offer } from './offer.mjs';
import { undecided } from './reckoning.mjs';

const LEAST_PER_SECOND = 40;
const STEP = 1.25;
const STEP_S = 6;
// A rate is borne when hardly anybody is refused, and the other services keep up.
const REFUSED_AT_MOST = 0.01;
const BEHIND_AT_MOST_S = 1;

/**
 * The highest rate, in steps of a quarter, that the whole system bears.
 * @param {import('../../tools/keeper/client.mjs').Keeper} keeper
 * @param {import('./shop.mjs').Shop} shop
 * @param {(offered: import('./offer.mjs').Offered) => void} tell
 */
export async function capacityOf(keeper, shop, tell) {
  // Nothing that has just started is as fast as it will be.
  tell(await offer(keeper, shop, { perSecond: LEAST_PER_SECOND, seconds: STEP_S }));
  let capacity = 0;
  for (let perSecond = LEAST_PER_SECOND; ; perSecond = Math.round(perSecond * STEP)) {
    const offered = await offer(keeper, shop, { perSecond, seconds: STEP_S });
    const isBehind = (await undecided(shop)) > perSecond * BEHIND_AT_MOST_S;
    tell(offered);
    if (isBorne(offered.outcome) && !isBehind) capacity = perSecond;
    else if (capacity > 0) return capacity;
    else throw new ToolError(`not even ${perSecond} orders a second are borne`);
  }
}

/** @param {import('../load/generator.mjs').Outcome} outcome */
const isBorne = ({ offered, accepted }) => accepted.length >= offered * (1 - REFUSED_AT_MOST);
