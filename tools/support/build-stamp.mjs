// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { inRoot, root } from './paths.mjs';

const CONFIGURATION = ['package-lock.json', 'tsconfig.json', 'nest-cli.json', join('tools', 'bundle.mjs')];

/** @param {string} app */
const stampOf = (app) => inRoot('dist', 'stamps', app);

/**
 * A digest that changes whenever a file that goes into the app is added, removed, or saved.
 * @param {string} app
 */
export function sourceDigest(app) {
  const hash = createHash('sha256');
  const files = [inRoot('apps', app), inRoot('libs')].flatMap(filesBelow);
  for (const file of [...CONFIGURATION.map((name) => inRoot(name)), ...files].sort()) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${relative(root, file)}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/**
 * Whether the app's output is there and was made from sources with this digest.
 * @param {string} app
 * @param {string} digest
 * @param {string} output
 */
export function isStampedWith(app, digest, output) {
  const path = stampOf(app);
  return existsSync(output) && existsSync(path) && readFileSync(path, 'utf8') === digest;
}

/** Notes that the app's output was made from sources with this digest. @param {string} app @param {string} digest */
export function stamp(app, digest) {
  mkdirSync(dirname(stampOf(app)), { recursive: true });
  writeFileSync(stampOf(app), digest);
}

/** The files below a directory that can end up in a build; specs and their helpers cannot. @param {string} directory @returns {string[]} */
function filesBelow(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory())
      return entry.name === 'test' || path === inRoot('libs', 'testing') ? [] : filesBelow(path);
    return entry.name.endsWith('.spec.ts') ? [] : [path];
  });
}
