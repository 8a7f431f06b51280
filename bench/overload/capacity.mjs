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

/** @typedef {import('./offer.mjs').Offered} Offered */

/**
 * The highest rate, in steps of a quarter, that the whole system bears. Each has two chances, since what else the machine
 * did in those seconds is no limit of the system.
 * @param {import('../../tools/keeper/client.mjs').Keeper} keeper
 * @param {import('./shop.mjs').Shop} shop
 * @param {(offered: Offered) => void} tell
 */
export async function capacityOf(keeper, shop, tell) {
  const isBorne = async (/** @type {number} */ perSecond) => {
    const offered = await offer(keeper, shop, { perSecond, seconds: STEP_S });
    const isBehind = (await undecided(shop)) > perSecond * BEHIND_AT_MOST_S;
    tell(offered);
    return !isBehind && hardlyRefused(offered.outcome);
  };
  // Nothing that has just started is as fast as it will be.
  await isBorne(LEAST_PER_SECOND);
  let capacity = 0;
  let perSecond = LEAST_PER_SECOND;
  while ((await isBorne(perSecond)) || (await isBorne(perSecond))) {
    capacity = perSecond;
    perSecond = Math.round(perSecond * STEP);
  }
  if (capacity === 0) throw new ToolError(`not even ${perSecond} orders a second are borne`);
  return capacity;
}

/** @param {Offered['outcome']} outcome */
const hardlyRefused = ({ offered, accepted }) => accepted.length >= offered * (1 - REFUSED_AT_MOST);
