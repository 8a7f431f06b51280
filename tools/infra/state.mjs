// @ts-check
import { createHash } from 'node:crypto';
import { chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { canEnter } from '../support/files.mjs';
import { takeLock } from '../support/lock.mjs';
import { root, stateDirectory } from '../support/paths.mjs';
import { Unavailable } from './ways.mjs';

/** @typedef {import('./types.mjs').Search} Search */

/**
 * A directory for an embedded server's data: in the run's throw-away directory, or one that stays from run to run
 * and belongs to this run alone until its keeper has ended.
 * @param {string} server
 * @param {Search} search
 * @param {{ uid?: number, gid?: number }} user who must be able to get into it
 */
export function dataDirectory(server, { keeper, throwAway }, user) {
  const base = throwAway ? keeper.directory : lastingBase(user);
  const directory = join(base, server);
  if (!throwAway) reserve(directory, keeper);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined) chownSync(directory, user.uid, user.gid);
  return directory;
}

/** @param {{ uid?: number, gid?: number }} user */
function lastingBase(user) {
  mkdirSync(stateDirectory, { recursive: true });
  if (canEnter(stateDirectory, user)) return stateDirectory;
  // Only root lends a user, so this is root, with a checkout in a directory nobody else can enter.
  const base = join('/var/lib', `waybill-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`);
  mkdirSync(base, { recursive: true, mode: 0o711 });
  return base;
}

/** @param {string} directory @param {Search['keeper']} keeper */
function reserve(directory, keeper) {
  const path = `${directory}.lock`;
  const lock = takeLock(path, keeper.identity);
  if (!lock.taken) {
    const owner = Number.parseInt(lock.owner, 10);
    throw new Unavailable(
      `${directory} is in use by another run of this checkout (process ${owner}); stop that first`,
      {
        surprising: true,
      },
    );
  }
  keeper.removeAtEnd(path);
}
