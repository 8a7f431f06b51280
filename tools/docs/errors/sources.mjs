// @ts-check
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { APPS } from '../../build.mjs';
import { inRoot, root } from '../../support/paths.mjs';

/**
 * Where a source belongs: a service, or a library that every service has.
 * @typedef {import('../../build.mjs').App | 'messaging' | 'platform'} Scope
 */

/**
 * A source file, parsed.
 * @typedef {object} Source
 * @property {Scope} scope
 * @property {string} path within the checkout
 * @property {import('typescript').SourceFile} file
 */

/** Every source of the services and of the libraries that answer requests, specs left out. @returns {Source[]} */
export function readSources() {
  return [...APPS.map((app) => ['apps', app]), ['libs', 'messaging'], ['libs', 'platform']].flatMap((place) =>
    sourcesBelow(inRoot(...place, 'src')).map((path) =>
      parsedSource(/** @type {Scope} */ (place[1]), relative(root, path), readFileSync(path, 'utf8')),
    ),
  );
}

/** @param {Scope} scope @param {string} path @param {string} text @returns {Source} */
export const parsedSource = (scope, path, text) => ({
  scope,
  path,
  file: ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true),
});

/** Every node of a file, in the order of the text. @param {import('typescript').Node} node @returns {Generator<import('typescript').Node>} */
export function* nodesOf(node) {
  yield node;
  /** @type {import('typescript').Node[]} */
  const children = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  for (const child of children) yield* nodesOf(child);
}

/** @param {string} directory @returns {string[]} */
const sourcesBelow = (directory) =>
  readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return sourcesBelow(path);
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts') ? [path] : [];
  });
