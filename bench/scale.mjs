// @ts-check
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { messageOf } from '../tools/support/messages.mjs';
import { ToolError, parsed, runTool } from '../tools/support/tool.mjs';
import { shown } from './command/report.mjs';
import { table } from './figures.mjs';
import { coresToHave, needOf } from './scale/model.mjs';

const USAGE = `npm run bench:scale -- FILE [options]: what more orders would take, by what one costs
  FILE            figures of npm run bench -- saga --json FILE
  --base N        orders a second that are many times as many (5)`;

const TIMES = [1, 10, 100, 1_000];

/** @typedef {{ parts: { saga?: Record<string, { median: number }> } }} Report */

function options() {
  const { values, positionals } = parsed(USAGE, () =>
    parseArgs({ allowPositionals: true, options: { base: { type: 'string', default: '5' } } }),
  );
  const [file] = positionals;
  const base = Number(values.base);
  if (file === undefined || positionals.length > 1) throw new ToolError(USAGE);
  if (!(base > 0)) throw new ToolError('--base must be a number of orders a second');
  return { file, base };
}

/** @param {string} file @returns {Partial<Report>} */
function reportIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ToolError(`${file} cannot be read: ${messageOf(error)}`);
  }
}

/** @param {string} file @returns {Record<string, number>} */
function sagaIn(file) {
  const { saga } = reportIn(file).parts ?? {};
  if (!saga) throw new ToolError(`${file} has no figures of the saga`);
  return Object.fromEntries(Object.entries(saga).map(([name, { median }]) => [name, median]));
}

await runTool(async () => {
  const { file, base } = options();
  const saga = sagaIn(file);
  const needs = TIMES.map((times) => needOf(saga, base * times));
  const [first] = needs;
  const busy = Object.keys(first?.cores ?? {}).map((name) => [
    `cores busy: ${name}`,
    ...needs.map(({ cores }) => shown(cores[name] ?? Number.NaN)),
  ]);
  const instances = Object.keys(first?.instances ?? {}).map((name) => [
    `instances: ${name}`,
    ...needs.map((need) => need.instances[name] ?? 0),
  ]);
  const rows = [
    ...busy,
    ['cores to have', ...needs.map((need) => shown(coresToHave(need)))],
    ...instances,
    ['messages a second', ...needs.map(({ messagesPerSecond }) => shown(messagesPerSecond))],
    ['WAL, MB a second', ...needs.map(({ walMBPerSecond }) => shown(walMBPerSecond))],
    ['WAL, GB a day', ...needs.map(({ gigabytesPerDay }) => shown(gigabytesPerDay))],
  ];
  process.stdout.write(
    `${table(['orders a second', ...needs.map(({ perSecond }) => String(perSecond))], rows)}\n`,
  );
});
