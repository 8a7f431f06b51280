// @ts-check
import { runAll } from './pool.mjs';
import { planFor, wordFor } from './replay.mjs';
import { shrink } from './shrink.mjs';
import { openSimulator } from './simulator.mjs';

/** @typedef {import('./pool.mjs').Stretch} Stretch */
/** @typedef {import('./world.mjs').Violation} Violation */

/** @param {string} line */
const print = (line) => process.stdout.write(`${line}\n`);

/** Runs the schedules of the seeds; prints the first that fails, and the smallest that fails like it. @param {Stretch} seeds @param {string | undefined} mutant */
export async function runSchedules(seeds, mutant) {
  const started = Date.now();
  const { ran, steps, hash, failing } = await runAll(seeds, mutant, progressOf(seeds));
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  print(`${ran} schedules, ${steps} steps in ${seconds} s; trace ${hash.toString(16).padStart(8, '0')}`);
  if (failing === undefined) {
    print('no violations');
    return true;
  }
  await explain(failing, mutant);
  return false;
}

/** Says after every tenth of the schedules how far they have come. @param {Stretch} seeds */
function progressOf({ from, to }) {
  const tenth = (to - from) / 10;
  let due = tenth;
  return (/** @type {{ ran: number }} */ { ran }) => {
    if (ran < due || ran === to - from) return;
    process.stderr.write(`${ran} of ${to - from} schedules\n`);
    due = ran + tenth;
  };
}

/** @param {number} seed @param {string | undefined} mutant */
async function explain(seed, mutant) {
  const simulate = await openSimulator(mutant);
  const whole = planFor(String(seed));
  const { violations } = await simulate(whole);
  print(`\nseed ${seed} fails:`);
  printViolations(violations);
  const smallest = await shrink(whole, violations, simulate);
  const { violations: left } = await simulate(smallest);
  print(`\nit shrinks to ${smallest.orders.length} orders and ${smallest.faults.length} faults:`);
  printViolations(left);
  print(
    `\nstep by step: npm run simulate -- --replay ${wordFor(smallest)}${mutant ? ` --mutant ${mutant}` : ''}`,
  );
}

/** Runs one schedule and prints what happens in it. @param {string} word @param {string | undefined} mutant */
export async function replaySchedule(word, mutant) {
  const plan = planFor(word);
  const simulate = await openSimulator(mutant);
  print(JSON.stringify(plan, null, 2));
  const { violations, hash } = await simulate(plan, print);
  print(`\ntrace ${hash.toString(16).padStart(8, '0')}`);
  if (violations.length === 0) print('no violations');
  printViolations(violations);
  return violations.length === 0;
}

/** @param {readonly Violation[]} violations */
function printViolations(violations) {
  for (const { invariant, what } of violations) print(`  ${invariant}: ${what}`);
}
