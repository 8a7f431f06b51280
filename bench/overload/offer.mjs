// @ts-check
import { setTimeout as pause } from 'node:timers/promises';
import { request } from '../../tools/support/http.mjs';
import { quantile } from '../figures.mjs';
import { generate } from '../load/generate.mjs';

/** @typedef {import('../load/generator.mjs').Outcome} Outcome */
/** @typedef {import('../../tools/keeper/client.mjs').Keeper} Keeper */

const SAMPLE_EVERY_MS = 500;

/**
 * What came of offering orders at a rate.
 * @typedef {object} Offered
 * @property {number} perSecond
 * @property {number} seconds
 * @property {Outcome} outcome
 * @property {number} rssMiB the most memory the order service held
 * @property {number} healthMs 99 % of its answers to `/health/live` came within
 * @property {number} mostPending orders that were undecided at most
 */

/**
 * Offers orders at a rate, from a process of its own, and watches the order service meanwhile.
 * @param {Keeper} keeper
 * @param {import('./shop.mjs').Shop} shop
 * @param {{ perSecond: number, seconds: number }} rate
 * @returns {Promise<Offered>}
 */
export async function offer(keeper, { orders: url, products }, rate) {
  const plan = { urls: [url], products, keyed: true, ...rate };
  const { outcome, watched } = await generate(keeper, plan, (isOver) => watch(url, isOver));
  return { ...rate, ...watched, outcome };
}

/** @param {string} url @param {() => boolean} isOver */
async function watch(url, isOver) {
  const seen = { rssMiB: 0, mostPending: 0 };
  const healthMs = [];
  while (!isOver()) {
    const began = performance.now();
    await request(`${url}/health/live`, { timeoutMs: 30_000 });
    healthMs.push(performance.now() - began);
    const { body } = await request(`${url}/metrics`, { timeoutMs: 30_000 });
    seen.rssMiB = Math.max(seen.rssMiB, metric(body, 'process_resident_memory_bytes') / 2 ** 20);
    seen.mostPending = Math.max(seen.mostPending, metric(body, 'waybill_pending_orders'));
    await pause(SAMPLE_EVERY_MS);
  }
  return { ...seen, healthMs: quantile(healthMs, 0.99) };
}

/** @param {string} text @param {string} name */
const metric = (text, name) => Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1] ?? 0);
