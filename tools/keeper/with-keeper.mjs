// @ts-check
import { announce } from '../support/messages.mjs';
import { identityOfGrandparent, isAlive } from '../support/processes.mjs';
import { startKeeper } from './client.mjs';

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

// As they were in the beginning; a process whose parent ends gets another one.
const PARENT = process.ppid;
const GRANDPARENT = identityOfGrandparent();
const LOOK_AT_THEM_EVERY_MS = 500;

/**
 * Runs work that starts processes, and stops them all when it is done, fails or is interrupted; a second signal makes
 * that quicker. Resolves with the signal that interrupted it, if one did. Work that goes on after an interruption
 * finds its processes gone, and whatever becomes of it is ignored.
 * @param {(keeper: import('./client.mjs').Keeper) => Promise<unknown>} work
 * @param {() => Promise<unknown>} [farewell] what needs those processes once more before they are stopped
 * @returns {Promise<NodeJS.Signals | undefined>}
 */
export async function withKeeper(work, farewell = async () => {}) {
  const keeper = await startKeeper();
  // Output nobody reads any more must not keep us from stopping what we started.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  try {
    return await Promise.race([work(keeper).then(() => undefined), interruption(keeper)]);
  } finally {
    await farewell().finally(() => keeper.stop());
  }
}

/** @param {import('./client.mjs').Keeper} keeper @returns {Promise<NodeJS.Signals>} */
function interruption(keeper) {
  return new Promise((resolve) => {
    let interrupted = false;
    /** @param {NodeJS.Signals} signal */
    const interrupt = (signal) => {
      if (interrupted) return keeper.hurry();
      interrupted = true;
      announce('stopping', '', 'what was started');
      resolve(signal);
    };
    for (const signal of SIGNALS) process.on(signal, interrupt);
    if (process.env['npm_lifecycle_event'] !== undefined) onceOrphaned(() => interrupt('SIGTERM'));
  });
}

/**
 * npm runs us in a shell, which passes no signal on when it is told to end and does not notice when npm is killed. So we
 * watch both. Whoever runs a tool without npm may mean it to outlive the shell.
 * @param {() => void} callback
 */
function onceOrphaned(callback) {
  const timer = setInterval(() => {
    if (process.ppid === PARENT && (GRANDPARENT === undefined || isAlive(GRANDPARENT))) return;
    clearInterval(timer);
    callback();
  }, LOOK_AT_THEM_EVERY_MS);
  timer.unref();
}
