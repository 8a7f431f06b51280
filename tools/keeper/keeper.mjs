// @ts-check
// The process that owns every server and service the tools start. It lives in a session of its own, so that a
// Ctrl-C in the terminal reaches the tool and not the servers under it, and it watches the tool: when that ends, in
// whatever way, even by SIGKILL, the keeper stops what it keeps in the right order, clears up and ends too.
import { rmSync } from 'node:fs';
import { messageOf } from '../support/messages.mjs';
import { Children } from './children.mjs';

const directory = /** @type {string} */ (process.argv[2]);
const children = new Children(directory, tell);

/** Files outside the run directory that vanish with the run. @type {string[]} */
const toRemove = [];

let stopping = false;

/** @param {object} message */
function tell(message) {
  if (process.connected) process.send?.(message, () => {});
}

/** @param {any} message */
async function obey(message) {
  if (message.ask === 'stop') return end();
  if (message.ask === 'hurry') return children.killFrom(message.stage);
  if (message.ask === 'remove') return toRemove.push(message.path);
  if (message.ask === 'signal') return children.signal(message.name, message.signal);
  try {
    if (stopping) throw new Error('everything is being stopped');
    tell({ reply: message.request, pid: await children.start(message.child) });
  } catch (error) {
    tell({ reply: message.request, error: messageOf(error) });
  }
}

async function end() {
  if (stopping) return;
  stopping = true;
  await children.stop();
  for (const path of [...toRemove, directory]) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  process.exit(0);
}

process.on('message', obey);
process.on('disconnect', end);
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, end);
process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.stack}\n`);
  void end();
});
