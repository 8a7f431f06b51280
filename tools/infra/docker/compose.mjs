// @ts-check
import { join } from 'node:path';
import { INFRASTRUCTURE } from '../../keeper/client.mjs';
import { lastLines } from '../../support/files.mjs';
import { inRoot } from '../../support/paths.mjs';
import { run } from '../../support/run.mjs';
import { NoUseWaiting, until } from '../../support/until.mjs';
import { Unavailable } from '../ways.mjs';
import { composeProgram, whyNoEngine } from './program.mjs';

/** @typedef {import('../types.mjs').Search} Search */

const PULL_TIMEOUT_MS = 600_000;

// Compose must not run twice at the same moment for one project: both would create its network.
let previous = Promise.resolve();

/**
 * Brings services of docker-compose.yml up and resolves when they answer. Those that were not up before are
 * stopped at the end of the run; their data stays in its volumes.
 * @param {Search} search
 * @param {string[]} services
 * @param {() => Promise<unknown>} answer
 */
export async function composeUp(search, services, answer) {
  const turn = previous.then(() => bringUp(search, services, answer));
  previous = turn.catch(() => {});
  await turn;
}

/** @param {Search} search @param {string[]} services @param {() => Promise<unknown>} answer */
async function bringUp({ keeper, env }, services, answer) {
  const compose = await composeCommand();
  if (await succeeds(answer)) return;
  const pulled = await run(compose.command, [...compose.args, 'pull', '--quiet', ...services], {
    timeoutMs: PULL_TIMEOUT_MS,
  });
  if (!pulled.ok && !(await haveImages(compose, services))) {
    throw new Unavailable(`images cannot be pulled: ${pulled.reason}`, { surprising: true });
  }
  const name = `compose-${services[0]}`;
  const log = join(keeper.directory, `${name}.log`);
  // In the foreground: told to end, it stops the containers it is attached to.
  const child = await keeper.start({
    name,
    command: compose.command,
    args: [...compose.args, 'up', ...services],
    env,
    log,
    stage: INFRASTRUCTURE,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 60_000,
  });
  const ask = async () => {
    if (child.end()) throw new NoUseWaiting(lastLines(log, 3).replaceAll('\n', '; '));
    await answer();
    return true;
  };
  await until(services.join(', '), ask, { timeoutMs: 120_000, everyMs: 300 }).catch((error) => {
    throw new Unavailable(`docker compose up: ${error.message}`, { surprising: true });
  });
}

/** @returns {Promise<import('./program.mjs').Program>} */
async function composeCommand() {
  const missing = await whyNoEngine(process.env);
  if (missing !== undefined) throw new Unavailable(missing);
  const program = await composeProgram(process.env);
  if (program) return { ...program, args: [...program.args, '-f', inRoot('docker-compose.yml')] };
  throw new Unavailable('Docker is there, but neither docker compose nor docker-compose', {
    surprising: true,
  });
}

/** @param {{ command: string, args: string[] }} compose @param {string[]} services */
async function haveImages(compose, services) {
  const created = await run(
    compose.command,
    [...compose.args, 'up', '--no-start', '--quiet-pull', ...services],
    {
      timeoutMs: 60_000,
    },
  );
  return created.ok;
}

/** @param {() => Promise<unknown>} ask */
async function succeeds(ask) {
  try {
    await ask();
    return true;
  } catch {
    return false;
  }
}
