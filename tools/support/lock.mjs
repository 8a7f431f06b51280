// @ts-check
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, isAlive } from './processes.mjs';

/**
 * Takes a lock file in the name of a process. A lock whose owner is dead is free.
 * @param {string} path
 * @param {string} owner the identity of the process whose end frees the lock
 * @returns {{ taken: true } | { taken: false, owner: string }}
 */
export function takeLock(path, owner) {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, owner);
  try {
    for (;;) {
      // A link appears whole or not at all, so nobody ever reads a lock that names no owner yet.
      if (linked(draft, path)) return { taken: true };
      const holder = readOwner(path);
      if (holder && isAlive(holder)) return { taken: false, owner: holder };
      discard(path);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Runs the work while this process holds the lock, waiting for whoever holds it now.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {(owner: string) => void} onWait called once when there is somebody to wait for
 * @returns {Promise<T>}
 */
export async function withLock(path, work, onWait) {
  const self = /** @type {string} */ (identityOf(process.pid));
  for (let waited = false; ; waited = true) {
    const lock = takeLock(path, self);
    if (lock.taken) break;
    if (!waited) onWait(lock.owner);
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** @param {string} from @param {string} to */
function linked(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    return false;
  }
}

/** @param {string} path */
function readOwner(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Takes a dead lock away, putting it back if a live process took it a moment before. @param {string} path */
function discard(path) {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // Somebody else was faster.
  }
  const owner = readOwner(aside);
  if (owner && isAlive(owner)) linked(aside, path);
  rmSync(aside, { force: true });
}
