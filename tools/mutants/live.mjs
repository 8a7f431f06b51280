// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { inRoot, inState, root, stateDirectory } from '../support/paths.mjs';

/** @typedef {import('./outcomes.mjs').Found} Found */

/** What is wrong after a day. @typedef {{ found: (Found & { seen: string })[] }} Night */

const NOTED = inState('mutants.jsonl');

/**
 * Has systems with these bugs, and without them, live through their days.
 * @param {readonly string[]} names
 * @returns {Promise<Map<string, Night>>} by the ids of trials; none of a day that did not come to its end
 */
export async function live(names) {
  mkdirSync(stateDirectory, { recursive: true });
  rmSync(NOTED, { force: true });
  const args = [inRoot('tools', 'test.mjs'), '--tier', 'mutants'];
  const env = { ...process.env, WAYBILL_MUTANTS: names.join(), WAYBILL_MUTANTS_OUTCOMES: NOTED };
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env });
  // A Ctrl-C reaches the run by itself; a signal sent to this process alone does not.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  await once(child, 'exit');
  return noted();
}

/** @returns {Map<string, Night>} */
function noted() {
  if (!existsSync(NOTED)) return new Map();
  const lines = readFileSync(NOTED, 'utf8').trim().split('\n');
  return new Map(
    lines.map((line) => {
      const { id, found } = JSON.parse(line);
      return [id, { found }];
    }),
  );
}
