// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../demo/figures.mjs';
import { lineOf, plan } from './plan.mjs';
import { Load } from './load.mjs';
import { keepLogs } from './logs.mjs';
import { createRandom } from './random.mjs';
import { Normality } from './recovery.mjs';
import { openShop, PRODUCTS } from './shop.mjs';
import { conclude } from './verdict.mjs';
import { shapeOf, startWorld } from './world.mjs';

/** @typedef {import('./plan.mjs').Step} Step */
/** @typedef {import('./options.mjs').Options} Options */

/**
 * What one fault did.
 * @typedef {object} Injury
 * @property {Step} step
 * @property {number} atMs since the load began
 * @property {number} lengthMs from the moment it has struck until what was broken is whole again
 * @property {number | undefined} recoveredMs from then until everything worked as before; undefined: it never did
 * @property {number} allowedMs
 * @property {number | undefined} p50During of decisions on orders placed while it lasted, ms
 * @property {number | undefined} p50After of those placed until everything worked as before, ms
 */

// What is shorter is taken to be so long: nobody can be back from nothing in twice nothing, and a process alone takes
// some seconds to start.
export const SHORTEST_MS = 10_000;

/**
 * Starts a system, breaks it as planned while customers use it, lets it come to rest, and judges.
 * @param {import('../keeper/client.mjs').Keeper} keeper
 * @param {Options} options
 * @param {(line: string) => void} say
 */
export async function runChaos(keeper, options, say) {
  const world = await startWorld(keeper, { cluster: options.cluster });
  await openShop(world);
  const load = new Load(
    world.urlsOf('order-service'),
    PRODUCTS.map(({ productId }) => productId),
    { random: createRandom(options.seed + 1), perSecond: options.perSecond },
  );
  const normality = new Normality(world, load);
  const slowMs = await normality.measure();
  say(`normal     an order is decided within ${Math.round(slowMs)} ms`);
  load.start();
  const injuries = await injure(world, load, normality, options, say);
  const verdict = await conclude(world, load, injuries, say);
  if (verdict.violations.length > 0) keepLogs(keeper);
  return verdict;
}

/**
 * @param {import('./world.mjs').World} world
 * @param {Load} load
 * @param {Normality} normality
 * @param {Options} options
 * @param {(line: string) => void} say
 */
async function injure(world, load, normality, { seed, minutes, faults, cluster }, say) {
  const began = Date.now();
  const endsAt = began + minutes * 60_000;
  /** @type {Injury[]} */
  const injuries = [];
  for (const step of plan(seed, faults, shapeOf(cluster))) {
    await sleep(step.pauseMs);
    if (Date.now() + step.lengthMs > endsAt) return injuries;
    say(lineOf(step));
    const injury = await suffer(world, load, normality, step, began);
    injuries.push(injury);
    say(`     whole after ${(injury.lengthMs / 1000).toFixed(1)} s, ${recoveryOf(injury)}`);
    if (injury.recoveredMs === undefined) return injuries;
  }
  return injuries;
}

/** @param {Injury} injury */
const recoveryOf = ({ recoveredMs, allowedMs }) =>
  recoveredMs === undefined
    ? 'and never normal again'
    : `normal ${(recoveredMs / 1000).toFixed(1)} s later (${(allowedMs / 1000).toFixed(0)} s allowed)`;

/**
 * @param {import('./world.mjs').World} world
 * @param {Load} load
 * @param {Normality} normality
 * @param {Step} step
 * @param {number} began
 * @returns {Promise<Injury>}
 */
async function suffer(world, load, normality, step, began) {
  const recover = await step.fault.inject(world, step.details);
  const from = Date.now();
  await sleep(step.lengthMs);
  await recover();
  const whole = Date.now();
  const isNormal = await normality.returned();
  const normal = Date.now();
  return {
    step,
    atMs: from - began,
    lengthMs: whole - from,
    recoveredMs: isNormal ? normal - whole : undefined,
    allowedMs: 2 * Math.max(whole - from, SHORTEST_MS),
    p50During: percentile(load.decisionTimes(from, whole), 0.5),
    p50After: percentile(load.decisionTimes(whole, normal), 0.5),
  };
}
