// @ts-check
import { pathToFileURL } from 'node:url';
import { inRoot } from './paths.mjs';

/** Imports a module of a built app, by its path below the app's output. @param {import('../build.mjs').App} app @param {string[]} path */
export const compiled = (app, ...path) => import(pathToFileURL(inRoot('dist', 'apps', app, ...path)).href);
