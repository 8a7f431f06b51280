// @ts-check
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** @typedef {{ from: number, to: number }} Stretch seeds from `from` up to, and without, `to` */
/** @typedef {import('./world.mjs').Violation} Violation */
/** @typedef {Stretch & { mutant: string | undefined }} Job */
/** @typedef {{ ran: number, steps: number, hash: number, failing: number | undefined, violations: readonly Violation[] }} Report of one stretch, with what is wrong in the failing one */

// Objects of a schedule die with it: with room for a hundred schedules, hardly any is ever moved. With a sixth of that, two
// cores took half as long again.
const YOUNG_MB = 384;
const STRETCH = 500;
const SHORT_STRETCH = 20;

/**
 * Runs a schedule for each seed on all cores, until one fails.
 * @param {Stretch} seeds
 * @param {string | undefined} mutant
 * @param {(total: Report) => void} told after every stretch
 * @returns {Promise<Report>} of all of them; the failing seed is the lowest one that was found
 */
export async function runAll(seeds, mutant, told) {
  const total = nothing();
  const next = stretches(seeds, STRETCH, total);
  await onAllCores(async (run) => {
    for (let some = next(); some; some = next()) {
      add(total, await run({ ...some, mutant }));
      told(total);
    }
  });
  return total;
}

/**
 * Looks for each of the planted bugs, one core for each, until it is found or all seeds have been tried.
 * @param {readonly string[]} mutants
 * @param {Stretch} seeds
 * @returns {Promise<Map<string, Report>>}
 */
export async function findAll(mutants, seeds) {
  const waiting = [...mutants];
  /** @type {Map<string, Report>} */
  const reports = new Map();
  await onAllCores(async (run) => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const total = nothing();
      reports.set(mutant, total);
      const next = stretches(seeds, SHORT_STRETCH, total);
      for (let some = next(); some; some = next()) {
        const report = await run({ ...some, mutant });
        add(total, report);
        total.violations = report.violations;
      }
    }
  });
  return reports;
}

/** @returns {Report} */
const nothing = () => ({ ran: 0, steps: 0, hash: 0, failing: undefined, violations: [] });

/** Gives each core something to do, and to do it with. @param {(run: (job: Job) => Promise<Report>) => Promise<void>} lane */
const onAllCores = (lane) =>
  Promise.all(Array.from({ length: availableParallelism() }, () => withWorker(lane)));

/** @param {(run: (job: Job) => Promise<Report>) => Promise<void>} use */
async function withWorker(use) {
  const worker = new Worker(new URL('worker.mjs', import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  try {
    await use(async (job) => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage(job);
      const [report] = await once(worker, 'message');
      return report;
    });
  } finally {
    await worker.terminate();
  }
}

/** The seeds in parts, as long as none has failed. @param {Stretch} seeds @param {number} length @param {Report} total */
function stretches({ from: next, to: end }, length, total) {
  return () => {
    if (next >= end || total.failing !== undefined) return undefined;
    const from = next;
    next = Math.min(from + length, end);
    return { from, to: next };
  };
}

/** The order in which stretches end is not the seed's doing, so their hashes are added up. @param {Report} total @param {Report} report */
function add(total, { ran, steps, hash, failing }) {
  total.ran += ran;
  total.steps += steps;
  total.hash = (total.hash + hash) >>> 0;
  if (failing !== undefined) total.failing = Math.min(failing, total.failing ?? Infinity);
}
