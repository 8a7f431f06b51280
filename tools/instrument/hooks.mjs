// @ts-check
import { appendFileSync } from 'node:fs';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from '../support/paths.mjs';
import { withCalls } from './marker.mjs';
import { planted } from './plant.mjs';

/** @typedef {{ bug: import('./plant.mjs').Plant, report?: string | undefined }} Instructions */

const BUILT = inRoot('dist', 'apps') + sep;

/** @type {Instructions | undefined} */
let instructions;

/** @param {Instructions} given */
export function initialize(given) {
  instructions = given;
}

/** Changes the built modules of our own on their way into the process, and no others. @type {import('node:module').LoadHook} */
export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  const path = pathInSources(url);
  if (path === undefined || loaded.format !== 'module') return loaded;
  return { ...loaded, source: withCalls(withBug(path, textOf(loaded.source))) };
}

/** @param {import('node:module').LoadFnOutput['source']} source */
const textOf = (source) =>
  typeof source === 'string' ? source : Buffer.from(/** @type {Uint8Array} */ (source)).toString('utf8');

/** The source's path of a built module, with its built ending: `libs/messaging/src/index.js`. @param {string} url */
function pathInSources(url) {
  if (!url.startsWith('file:')) return undefined;
  const path = fileURLToPath(url);
  if (!path.startsWith(BUILT)) return undefined;
  const [, ...parts] = path.slice(BUILT.length).split(sep); // without the app that it was built for
  return parts.join('/');
}

/** @param {string} path @param {string} source */
function withBug(path, source) {
  if (instructions?.bug.file.replace(/\.ts$/, '.js') !== path) return source;
  const { bug, report } = instructions;
  const changed = planted(bug, source);
  if (report) appendFileSync(report, `planted ${bug.file}\n`);
  return changed;
}
