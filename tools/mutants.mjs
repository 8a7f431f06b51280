// @ts-check
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { live } from './mutants/live.mjs';
import { kindsOf, record } from './mutants/outcomes.mjs';
import { simulateBugs } from './mutants/simulate.mjs';
import { TRIALS, trialsOf } from './mutants/trials.mjs';
import { ToolError, parsed, runTool } from './support/tool.mjs';

const USAGE = `npm run mutants [-- name …]: plants bugs, one after the other, and puts on record what finds them
  name   of a bug in docs/planted-bugs.md; all of them unless given
Takes seconds for a bug in the simulation; a minute for one in a real system, and as long for its day without a bug.
Outcomes go to tools/mutants/outcomes.json, from where npm run docs:events prints them into docs/planted-bugs.md.
Ends with 1 if a bug survives, or if something is found where there is no bug.`;

/** @typedef {import('./mutants/trials.mjs').Trial} Trial */
/** @typedef {import('./mutants/outcomes.mjs').Found & { seen?: string }} Found */
/** @typedef {{ schedules?: number, found: Found[] }} Result */

/** The trials that are wanted. */
function wanted() {
  const { positionals } = parsed(USAGE, () => parseArgs({ allowPositionals: true }));
  if (positionals.length === 0) return [...TRIALS];
  const chosen = trialsOf(positionals);
  const unknown = positionals.filter((name) => !chosen.some((trial) => trial.name === name));
  if (unknown.length > 0) throw new ToolError(`there is no bug ${unknown.join(', ')}\n\n${USAGE}`);
  return chosen;
}

/** What the trials came to, by their ids. @param {readonly Trial[]} trials @returns {Promise<Map<string, Result>>} */
async function made(trials) {
  const [simulated, lived] = /** @type {const} */ (['simulation', 'day']).map((kind) =>
    trials.filter((trial) => trial.kind === kind).map(({ name }) => name),
  );
  /** @type {Map<string, Result>} */
  const results = new Map();
  if (simulated?.length) {
    await ensureBuilt();
    for (const [name, result] of await simulateBugs(simulated)) results.set(`simulation: ${name}`, result);
  }
  if (lived?.length) for (const [id, result] of await live(lived)) results.set(id, result);
  return results;
}

/** Whether it came to what it should. @param {Trial} trial @param {Result | undefined} result */
const isRight = ({ kind }, result) =>
  result !== undefined && (kind === 'control') === (result.found.length === 0);

const WIDTH = Math.max(...TRIALS.map(({ id }) => id.length));

/** @param {Trial} trial @param {Result | undefined} result */
const described = (trial, result) =>
  `${isRight(trial, result) ? 'ok  ' : 'FAIL'}  ${trial.id.padEnd(WIDTH)}  ${result ? told(result) : 'did not come to its end'}`;

/** @param {Result} result */
function told({ found }) {
  const [first, ...others] = kindsOf(found);
  if (!first) return 'nothing found';
  const { by, what, seen } = first;
  return (
    [by, what, ...(seen ? [seen] : [])].join(': ') + (others.length > 0 ? `; ${others.length} more` : '')
  );
}

await runTool(async () => {
  const trials = wanted();
  await ensureInstalled();
  const results = await made(trials);
  record(results);
  process.stdout.write(`\n${trials.map((trial) => described(trial, results.get(trial.id))).join('\n')}\n`);
  if (!trials.every((trial) => isRight(trial, results.get(trial.id)))) process.exitCode = 1;
});
