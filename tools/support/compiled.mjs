// @ts-check
import { pathToFileURL } from 'node:url';
import { inRoot } from './paths.mjs';

/** @typedef {import('../build.mjs').App} App */

/** Where a module of a built app lies, by its path below the app's output. @param {App} app @param {string[]} path */
export const urlOf = (app, ...path) => pathToFileURL(inRoot('dist', 'apps', app, ...path)).href;

/** Imports a module of a built app. @param {App} app @param {string[]} path */
export const compiled = (app, ...path) => import(urlOf(app, ...path));
