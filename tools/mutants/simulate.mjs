// @ts-check
import { findAll } from '../simulation/pool.mjs';

/** @typedef {import('./outcomes.mjs').Outcome} Outcome */

// Some times as many as the bug needs that is hardest to find.
const SCHEDULES = 5_000;

/**
 * Looks for bugs in the simulation, on all cores.
 * @param {readonly string[]} names
 * @returns {Promise<Map<string, Pick<Outcome, 'schedules' | 'found'>>>} by name
 */
export async function simulateBugs(names) {
  const reports = await findAll(names, { from: 1, to: 1 + SCHEDULES });
  return new Map(
    [...reports].map(([name, { ran, failing, violations }]) => [
      name,
      {
        schedules: failing ?? ran,
        found: violations.map(({ invariant: what }) => ({ by: 'simulation', what })),
      },
    ]),
  );
}
