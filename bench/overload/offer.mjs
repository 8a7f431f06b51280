// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SERVICES } from '../../tools/keeper/client.mjs';
import { request } from '../../tools/support/http.mjs';
import { ToolError } from '../../tools/support/tool.mjs';
import { quantile } from '../orders/figures.mjs';

/** @typedef {import('./generator.mjs').Outcome} Outcome */
/** @typedef {import('../../tools/keeper/client.mjs').Keeper} Keeper */

const SAMPLE_EVERY_MS = 500;
let runs = 0;

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
  const name = `generator-${(runs += 1)}`;
  const file = join(keeper.directory, `${name}.json`);
  const log = join(keeper.directory, `${name}.log`);
  const generator = await keeper.start({
    name,
    command: process.execPath,
    args: [
      fileURLToPath(new URL('./generator.mjs', import.meta.url)),
      JSON.stringify({ url, products, file, ...rate }),
    ],
    env: process.env,
    log,
    stage: SERVICES,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 1000,
  });
  const watched = await watch(url, () => generator.end() !== undefined);
  if (generator.end()?.code !== 0) throw new ToolError(`the generator failed: ${readFileSync(log, 'utf8')}`);
  return { ...rate, ...watched, outcome: JSON.parse(readFileSync(file, 'utf8')) };
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
