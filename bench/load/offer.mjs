// @ts-check
import { Backlog } from '../measure/backlog.mjs';
import { troubles } from '../measure/sustained.mjs';
import { generate } from './generate.mjs';

/** @typedef {import('../shops/shop.mjs').Shop} Shop */
/** @typedef {import('./generator.mjs').Outcome} Outcome */

/**
 * What is offered to a shop.
 * @typedef {object} Load
 * @property {number} perSecond
 * @property {number} seconds
 * @property {number} [warmUpSeconds] before them, at the same rate
 * @property {readonly string[]} [products] all of the shop's if not given
 * @property {number} [lines] of each order
 * @property {number} [waitEvery] every so many orders, one asks for an answer once it is decided
 *
 * @typedef {object} Offered
 * @property {Outcome} outcome
 * @property {readonly string[]} troubles why the rate was not sustained; nothing if it was
 */

/**
 * Offers orders at a constant rate, and resolves once all of them have been worked on. What was accepted is noted in
 * the tally, for the account that is taken in the end.
 * @param {import('../private-servers.mjs').PrivateGround} ground
 * @param {Shop} shop
 * @param {Load} load
 * @param {{ accepted: number }} tally
 * @returns {Promise<Offered>}
 */
export async function offer({ keeper }, shop, load, tally) {
  const { perSecond, seconds, warmUpSeconds = 0 } = load;
  const backlog = await Backlog.open(shop);
  try {
    const plan = { urls: shop.urls, products: shop.products, ...load };
    const { outcome, watched } = await generate(keeper, plan, (isOver) => backlog.samples(isOver));
    tally.accepted += outcome.accepted.length;
    const from = warmUpSeconds * 1000;
    const samples = watched.filter(({ atMs = 0 }) => atMs >= from && atMs <= from + seconds * 1000);
    await backlog.rest();
    return { outcome, troubles: troubles({ perSecond, outcome, samples }) };
  } finally {
    await backlog.close();
  }
}
