// @ts-check
import { parentPort } from 'node:worker_threads';
import { openSimulator } from './simulator.mjs';
import { planOf } from './plan.mjs';

/** @type {{ mutant: string | undefined, simulate: import('./simulator.mjs').Simulate } | undefined} */
let opened;

/** @param {string | undefined} mutant */
async function simulatorWith(mutant) {
  if (opened?.mutant !== mutant || !opened) opened = { mutant, simulate: await openSimulator(mutant) };
  return opened.simulate;
}

parentPort?.on('message', async (/** @type {import('./pool.mjs').Job} */ { from, to, mutant }) => {
  const simulate = await simulatorWith(mutant);
  /** @type {import('./pool.mjs').Report} */
  const report = { ran: 0, steps: 0, hash: 0, failing: undefined, violations: [] };
  for (let seed = from; seed < to && report.failing === undefined; seed++) {
    const { violations, hash, steps } = await simulate(planOf(seed));
    report.ran += 1;
    report.steps += steps;
    report.hash = (report.hash + hash) >>> 0;
    if (violations.length > 0) Object.assign(report, { failing: seed, violations });
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(report);
});
