// @ts-check
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The last lines of a text file, however long it is; empty when there is no such file.
 * @param {string} path
 * @param {number} count
 */
export function lastLines(path, count) {
  try {
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      const length = Math.min(size, 64 * 1024);
      const buffer = Buffer.alloc(length);
      readSync(file, buffer, 0, length, size - length);
      return buffer.toString('utf8').trimEnd().split('\n').slice(-count).join('\n');
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}

/**
 * Whether a user can get into a directory, judged by the permission bits of it and all above it.
 * @param {string} directory
 * @param {{ uid?: number, gid?: number }} user without numbers: the user who runs this, who can
 */
export function canEnter(directory, { uid, gid }) {
  if (uid === undefined) return true;
  for (let path = directory; ; path = dirname(path)) {
    const stat = statSync(path);
    const mayPass = stat.uid === uid ? 0o100 : stat.gid === gid ? 0o010 : 0o001;
    if ((stat.mode & mayPass) === 0) return false;
    if (path === dirname(path)) return true;
  }
}
