// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { inRoot } from './support/paths.mjs';
import { ToolError, isMain, parsed, runTool } from './support/tool.mjs';

const USAGE =
  'node tools/licences.mjs: whether every package that is installed has a licence that this project can live with';

// What may be shipped with a program of any licence, once it is named.
const PERMITTED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
]);

/** Packages whose licence has been read by a person, and why it is fine. @type {ReadonlyMap<string, string>} */
const LOOKED_AT = new Map([
  ['web-push', 'MPL-2.0: used as it is, so that its own files alone are concerned'],
]);

/** @typedef {{ version?: string, license?: string, link?: boolean }} Locked */

/** The packages in the lock file by their place. @returns {[string, Locked][]} */
function locked() {
  const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
  return Object.entries(packages).filter(([path, { link }]) => path !== '' && !link);
}

/** Whether a licence is permitted, or one of several to choose from, or all of those that hold together. @param {string} licence @returns {boolean} */
export function isPermitted(licence) {
  const inner = licence.replace(/^\((.*)\)$/, '$1');
  if (inner.includes(' OR ')) return inner.split(' OR ').some(isPermitted);
  if (inner.includes(' AND ')) return inner.split(' AND ').every(isPermitted);
  return PERMITTED.has(inner.replace(/ \(http.*\)$/, ''));
}

/** What the package says itself, where the lock file does not. @param {string} path */
function ownWord(path) {
  const file = inRoot(path, 'package.json');
  if (!existsSync(file)) return undefined;
  const { license, licenses } = JSON.parse(readFileSync(file, 'utf8'));
  return typeof license === 'string' ? license : (license?.type ?? licenses?.[0]?.type);
}

/** @param {[string, Locked]} entry */
function problemOf([path, { license, version }]) {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const said = license ?? ownWord(path);
  // One for another kind of machine is not installed, and says nothing.
  if (said === undefined && !existsSync(inRoot(path))) return [];
  if (LOOKED_AT.has(name) || (said !== undefined && isPermitted(said))) return [];
  return [`${name} ${version}: ${said ?? 'says nothing of a licence'}`];
}

if (isMain(import.meta.url)) {
  await runTool(async () => {
    parsed(USAGE, () => parseArgs({ options: {} }));
    const problems = locked().flatMap(problemOf);
    if (problems.length > 0)
      throw new ToolError(
        `licences to be looked at by a person, and then named in tools/licences.mjs:\n${problems.join('\n')}`,
      );
  });
}
