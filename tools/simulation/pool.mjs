// @ts-check
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** @typedef {{ from: number, to: number }} Stretch seeds from `from` up to, and without, `to` */
/** @typedef {import('./world.mjs').Violation} Violation */
/** @typedef {{ ran: number, steps: number, hash: number, failing: number | undefined, violations: readonly Violation[] }} Report of one stretch, with what is wrong in the failing one */

// Objects of a schedule die with it: with room for many of them, hardly any is ever moved.
const YOUNG_MB = 64;
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
  await onAllCores(() =>
    work(next, mutant, (report) => {
      add(total, report);
      told(total);
    }),
  );
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
  await onAllCores(async () => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const total = nothing();
      reports.set(mutant, total);
      await work(stretches(seeds, SHORT_STRETCH, total), mutant, (report) => {
        add(total, report);
        total.violations = report.violations;
      });
    }
  });
  return reports;
}

/** @returns {Report} */
const nothing = () => ({ ran: 0, steps: 0, hash: 0, failing: undefined, violations: [] });

/** @param {() => Promise<void>} lane */
const onAllCores = (lane) => Promise.all(Array.from({ length: availableParallelism() }, lane));

/** The seeds in parts, as long as none has failed. @param {Stretch} seeds @param {number} length @param {Report} total */
function stretches({ from: next, to: end }, length, total) {
  return () => {
    if (next >= end || total.failing !== undefined) return undefined;
    const from = next;
    next = Math.min(from + length, end);
    return { from, to: next };
  };
}

/** One worker's share. @param {() => Stretch | undefined} stretch @param {string | undefined} mutant @param {(report: Report) => void} told */
function work(stretch, mutant, told) {
  /** @type {Promise<void>} */
  const done = new Promise((resolve, reject) => {
    const worker = new Worker(new URL('worker.mjs', import.meta.url), {
      workerData: { mutant },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    const give = () => {
      const seeds = stretch();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      if (seeds) worker.postMessage(seeds);
      else void worker.terminate().then(() => resolve());
    };
    worker.on('message', (/** @type {Report | 'ready'} */ message) => {
      if (message !== 'ready') told(message);
      give();
    });
    worker.once('error', reject);
  });
  return done;
}

/** The order in which stretches end is not the seed's doing, so their hashes are added up. @param {Report} total @param {Report} report */
function add(total, { ran, steps, hash, failing }) {
  total.ran += ran;
  total.steps += steps;
  total.hash = (total.hash + hash) >>> 0;
  if (failing !== undefined) total.failing = Math.min(failing, total.failing ?? Infinity);
}
