// @ts-check
import { APPS } from './build.mjs';
import { runningTarget } from './demo/target.mjs';
import { discard, force, replay } from './dlq/act.mjs';
import { Desk } from './dlq/desk.mjs';
import { actions, list, show } from './dlq/look.mjs';
import { USAGE, readOptions } from './dlq/options.mjs';
import { ToolError, parsed, runTool } from './support/tool.mjs';

/** @typedef {import('./dlq/options.mjs').Options} Options */
/** @typedef {import('./dlq/look.mjs').Finding} Finding */

/** @type {Record<string, (desks: readonly Desk[], options: Options) => Promise<Finding>>} */
const COMMANDS = { list, show, replay, discard, force, actions };
const MISUSED = 2;

/** Shows how far something is, beside what is found: on a terminal in one line that changes. */
function progress() {
  let shown = '';
  return (/** @type {string} */ line) => {
    if (line === shown) return;
    shown = line;
    process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
  };
}

/** The services that are asked. @param {Options} options */
async function desksFor({ url, service, who }) {
  if (url !== undefined && service !== undefined && new URL(url).port !== '')
    return [new Desk(service, [url.replace(/\/$/, '')], who)];
  const target = await runningTarget({ baseUrl: url });
  if (!target) throw new ToolError('no system runs here: npm start, or --url');
  return APPS.map((app) => new Desk(app.replace(/-service$/, ''), target.services[app], who)).filter(
    (desk) => service === undefined || desk.service === service,
  );
}

let misused = false;
const tell = progress();

await runTool(async () => {
  const options = parsed(USAGE, () => {
    misused = true;
    const read = readOptions(process.argv.slice(2), tell);
    misused = false;
    return read;
  });
  const { text, json, failed } = await /** @type {(typeof COMMANDS)[string]} */ (COMMANDS[options.command])(
    await desksFor(options),
    options,
  );
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  process.stdout.write(`${options.asJson ? JSON.stringify(json, null, 2) : text}\n`);
  if (failed) process.exitCode = 1;
});
if (misused) process.exitCode = MISUSED;
