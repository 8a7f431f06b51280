// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines } from '../support/files.mjs';
import { NoUseWaiting, until } from '../support/until.mjs';

/** @typedef {import('../keeper/client.mjs').Keeper} Keeper */
/** @typedef {import('../keeper/client.mjs').ChildSpec} ChildSpec */

/**
 * Starts a server and resolves when it answers. One that ends instead gets a second chance a moment later, since the
 * remains of a killed predecessor take a moment to go; after that this rejects with the end of its log.
 * @param {Keeper} keeper
 * @param {ChildSpec} spec
 * @param {() => Promise<unknown>} answers
 * @param {number} timeoutMs
 */
export async function startServer(keeper, spec, answers, timeoutMs) {
  try {
    await startOnce(keeper, spec, answers, timeoutMs);
  } catch (error) {
    if (!(error instanceof NoUseWaiting)) throw error;
    await sleep(1500);
    await startOnce(keeper, spec, answers, timeoutMs);
  }
}

/**
 * Starts a Node script that reports when it is ready, and resolves then; rejects with the end of its log if it ends.
 * @param {Keeper} keeper
 * @param {Omit<ChildSpec, 'command' | 'reportsReady'>} script
 */
export async function startScript(keeper, script) {
  const child = await keeper.start({ ...script, command: process.execPath, reportsReady: true });
  const ended = child.ended.then(() => {
    throw new Error(`${script.name} ended:\n${lastLines(script.log, 15)}`);
  });
  await Promise.race([child.ready, ended]);
}

/**
 * @param {Keeper} keeper
 * @param {ChildSpec} spec
 * @param {() => Promise<unknown>} answers
 * @param {number} timeoutMs
 */
async function startOnce(keeper, spec, answers, timeoutMs) {
  const child = await keeper.start(spec);
  const ask = async () => {
    const end = child.end();
    if (end)
      throw new NoUseWaiting(`${spec.name} ended (${end.signal ?? end.code}):\n${lastLines(spec.log, 15)}`);
    await answers();
    return true;
  };
  await until(`${spec.name} to answer`, ask, { timeoutMs });
}
