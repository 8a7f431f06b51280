// @ts-check
import { loadBuilds } from './modules.mjs';
import { Random } from './random.mjs';
import { runSchedule, topologiesOf } from './schedule.mjs';

/** @typedef {import('./plan.mjs').Plan} Plan */
/** @typedef {(plan: Plan, tell?: (line: string) => void) => Promise<import('./schedule.mjs').Outcome>} Simulate */

/** Loads the services as they were built and holds what they would take from chance. @returns {Promise<Simulate>} */
export async function openSimulator() {
  holdChance();
  const builds = await loadBuilds();
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
  // Where an error was thrown is told of by its first line alone; the rest takes long to write down.
  Error.stackTraceLimit = 1;
}
