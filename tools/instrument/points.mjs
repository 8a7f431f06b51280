// @ts-check
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { APPS } from '../build.mjs';
import { inRoot, root } from '../support/paths.mjs';
import { markersIn } from './marker.mjs';

/** A crash point with where it is. @typedef {import('./marker.mjs').Marker & { path: string, line: number }} CrashPoint */

const PLACES = [
  ['libs', 'platform', 'src'],
  ['libs', 'messaging', 'src'],
  ...APPS.flatMap((app) => [
    ['apps', app, 'migrations'],
    ['apps', app, 'src'],
  ]),
];

/** Every crash point of the sources. Throws when two have the same name. @returns {CrashPoint[]} */
export function crashPoints() {
  const found = PLACES.flatMap((place) => sourcesBelow(inRoot(...place))).flatMap((path) =>
    markersIn(readFileSync(path, 'utf8')).map((marker) => ({ ...marker, path: relative(root, path) })),
  );
  const names = new Set();
  for (const { name, path, line } of found) {
    if (names.has(name)) throw new Error(`${path}:${line}: there is another crash point ${name}`);
    names.add(name);
  }
  return found;
}

/** @param {string} directory @returns {string[]} */
const sourcesBelow = (directory) =>
  readdirSync(directory, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return sourcesBelow(path);
      return entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts') ? [path] : [];
    });
