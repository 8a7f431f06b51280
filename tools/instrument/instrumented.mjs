// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { modularMainOf } from '../build.mjs';
import { inRoot } from '../support/paths.mjs';
import { instrumentedMainOf } from './bundles.mjs';

/**
 * What is to be done to a service that starts.
 * @typedef {object} Instrument
 * @property {string} [crashAt] `point[:pass[:action]]`, several with commas between; see `armsIn`
 * @property {import('./plant.mjs').Plant} [bug] to be planted
 * @property {string} [report] a file to which it adds a line for each point that it passes for the first time, for each
 *   that strikes, and for the bug once planted; it need not exist
 */

/**
 * How to start a service so: which script, what goes to Node before it, and what into its environment. A bug is planted into
 * the modules, which takes each start longer.
 * @param {Instrument} instrument
 * @returns {{ mainOf: (app: import('../build.mjs').App) => string, nodeArguments: string[], environment: Record<string, string> }}
 */
export const instrumented = ({ crashAt, bug, report }) => ({
  mainOf: bug ? modularMainOf : instrumentedMainOf,
  nodeArguments: ['--import', pathToFileURL(inRoot('tools', 'instrument', 'register.mjs')).href],
  environment: {
    ...(crashAt && { WAYBILL_CRASH_AT: crashAt }),
    ...(bug && { WAYBILL_PLANT: JSON.stringify({ file: bug.file, find: bug.find, replace: bug.replace }) }),
    ...(report && { WAYBILL_CRASH_REPORT: report }),
  },
});

/**
 * What a report says: the points that were passed, those that struck, in their order, and the sources that a bug was
 * planted into. Empty while there is no report.
 * @param {string} report
 */
export function reported(report) {
  const lines = existsSync(report) ? readFileSync(report, 'utf8').split('\n') : [];
  const about = (/** @type {string} */ what) =>
    lines.filter((line) => line.startsWith(`${what} `)).map((line) => line.split(' ')[1] ?? '');
  return { passed: new Set(about('passed')), struck: about('struck'), planted: about('planted') };
}
