// @ts-check
import { register } from 'node:module';
import { loadBuilds } from './modules.mjs';
import { MUTANTS } from './mutants.mjs';
import { Random } from './random.mjs';
import { runSchedule, topologiesOf } from './schedule.mjs';
import { ToolError } from '../support/tool.mjs';

/** @typedef {import('./plan.mjs').Plan} Plan */
/** @typedef {(plan: Plan, tell?: (line: string) => void) => Promise<import('./schedule.mjs').Outcome>} Simulate */

let isPrepared = false;

/**
 * Loads the services as they were built and holds what they would take from chance.
 * @param {string} [mutant] a bug that is planted into every service that has the module
 * @returns {Promise<Simulate>}
 */
export async function openSimulator(mutant) {
  if (mutant !== undefined) checkThereIs(mutant);
  if (!isPrepared) {
    isPrepared = true;
    register('./loading-hook.mjs', import.meta.url);
    holdChance();
  }
  const builds = await loadBuilds(mutant);
  const topologies = topologiesOf(builds);
  return (plan, tell) => runSchedule(plan, builds, topologies, tell);
}

/** Ids need not be unpredictable here, and making them so takes longer than all else about them. */
function holdChance() {
  const random = new Random(1);
  /** @template {ArrayBufferView | null} T @param {T} array @returns {T} */
  crypto.getRandomValues = (array) => {
    if (array instanceof Uint8Array) for (let at = 0; at < array.length; at++) array[at] = random.below(256);
    return array;
  };
  // Where an error was thrown takes long to write down, and nobody reads it.
  Error.stackTraceLimit = 0;
}

/** @param {string} mutant */
function checkThereIs(mutant) {
  const names = MUTANTS.map(({ name }) => name);
  if (!names.includes(mutant))
    throw new ToolError(`there is no mutant ${mutant}; there are ${names.join(', ')}`);
}
