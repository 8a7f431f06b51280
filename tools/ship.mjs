// @ts-check
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { APPS, ensureBuilt, mainOf } from './build.mjs';
import { NOT_BUNDLED } from './bundle.mjs';
import { closureOf } from './ship/closure.mjs';
import { inRoot } from './support/paths.mjs';
import { ToolError, isMain, runTool } from './support/tool.mjs';

const USAGE = `node tools/ship.mjs APP DIRECTORY: all that an app needs at run time, and nothing else`;

/**
 * Puts together what runs an app: its bundle, what that reads, and the packages that are not in it.
 * @param {import('./build.mjs').App} app
 * @param {string} directory
 */
export function ship(app, directory) {
  const main = mainOf(app);
  const output = dirname(main);
  mkdirSync(directory, { recursive: true });
  for (const name of bundles(output)) cpSync(join(output, name), join(directory, name));
  for (const name of readBesides(output)) cpSync(join(output, name), join(directory, name));
  for (const place of closureOf(lockedPackages(), leftOut(readFileSync(main, 'utf8'))))
    cpSync(inRoot(place), join(directory, place), { recursive: true, filter: (path) => !isForPeople(path) });
  // It says that the files are ES modules.
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }\n');
}

/** The one file, what it reads only where it is needed, and their maps. @param {string} output */
const bundles = (output) => readdirSync(output).filter((name) => /\.mjs(\.map)?$/.test(name));

/** What lies among the compiled modules and is none, such as templates; the bundle reads it where it was. @param {string} output */
const readBesides = (output) =>
  readdirSync(join(output, 'apps'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.js(\.map)?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(output.length + 1));

/** The packages that this bundle still imports. @param {string} bundle */
const leftOut = (bundle) =>
  NOT_BUNDLED.filter((name) => new RegExp(`["']${name}(/[^"']*)?["']\\)`).test(bundle));

/** @returns {import('./ship/closure.mjs').Packages} */
const lockedPackages = () => JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;

/** Nothing that runs reads these. @param {string} path */
const isForPeople = (path) => /\.(map|md|markdown|d\.[cm]?ts)$/i.test(path);

if (isMain(import.meta.url)) {
  await runTool(async () => {
    const app = APPS.find((known) => known === process.argv[2]);
    const directory = process.argv[3];
    if (!app || directory === undefined) throw new ToolError(`${USAGE}\nThere are ${APPS.join(', ')}`);
    await ensureBuilt([app]);
    ship(app, directory);
  });
}
