// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { ToolError } from '../support/tool.mjs';
import { demanded } from './desk.mjs';
import { summary } from './look.mjs';
import { table } from './table.mjs';

/** @typedef {import('./desk.mjs').Desk} Desk */
/** @typedef {import('./options.mjs').Options} Options */
/** @typedef {import('./look.mjs').Finding} Finding */

const LOOK_EVERY_MS = 200;
// Longer than a batch takes that climbs the whole retry ladder and is waited for in vain.
const STANDSTILL_MS = 180_000;
// To these a service answers that it has nothing of what is meant; another may have.
const NOT_HERE = new Set(['dead-letter-not-found', 'queue-not-found', 'stream-not-found', 'no-gap']);

/** Sends dead letters back to their queue. @param {readonly Desk[]} desks @param {Options} options */
export const replay = (desks, options) =>
  move(desks, '/dead-letters/replay', options, { ratePerSecond: options.rate, batch: options.batch });

/** Throws dead letters away. @param {readonly Desk[]} desks @param {Options} options */
export const discard = (desks, options) => move(desks, '/dead-letters/discard', options, {});

/**
 * Has every service that holds some of the selection move it, one after another; what comes back in one keeps the next
 * from beginning.
 * @param {readonly Desk[]} desks
 * @param {string} path
 * @param {Options} options
 * @param {object} more
 * @returns {Promise<Finding>}
 */
async function move(desks, path, { selection, why, dryRun, tell }, more) {
  const body = { selection, why, dryRun, ...more };
  const results = [];
  for (const desk of desks) {
    const answer = await desk.post(path, body);
    if (NOT_HERE.has(answer.body?.code)) continue;
    const begun = demanded(answer);
    const result = dryRun ? begun : await followed(desk, begun, tell);
    results.push({ service: desk.service, ...result });
    if (hasFailed(result)) break;
  }
  if (results.length === 0) throw new ToolError('no such dead letters');
  const text = results.map(dryRun ? planText : resultText).join('\n');
  return { text, json: results, failed: results.some(hasFailed) };
}

/** @param {any} result of a plan, which has no outcome, or of an action */
const hasFailed = ({ outcome }) => outcome !== undefined && outcome.ended !== 'done';

/** The action, once it is over. @param {Desk} desk @param {{ id: string }} action @param {(line: string) => void} tell @returns {Promise<any>} */
async function followed(desk, { id }, tell) {
  let seen = '';
  for (let since = Date.now(); Date.now() - since < STANDSTILL_MS; await sleep(LOOK_EVERY_MS)) {
    const action = demanded(await desk.get(`/operator-actions/${id}`));
    if (action.finishedAt !== undefined) return action;
    const line = `${desk.service}  ${summary(action.outcome)}`;
    tell(line);
    if (line !== seen) since = Date.now();
    seen = line;
  }
  throw new ToolError(`${seen}: nothing moves any more; its process may have died (action ${id})`);
}

/** @param {any} result */
const resultText = ({ service, id, outcome }) => `${service}  ${summary(outcome)}  (action ${id})`;

/** @param {any} plan */
function planText({ service, selected, queues, batches, letters }) {
  const rows = letters.map((/** @type {any} */ { id, queue, type, subject, sequence, code, replays }) => ({
    queue,
    type,
    subject,
    sequence,
    code,
    replays,
    id,
  }));
  const more = selected > rows.length ? [`and ${selected - rows.length} more`] : [];
  const sizes =
    batches.length > 0 ? [`batches of ${batches.join(', ')}${batches.length === 20 ? ', …' : ''}`] : [];
  const counts = queues.map((/** @type {any} */ { queue, count }) => `${count} in ${queue}`).join(', ');
  return [`${service}  ${selected} would be moved: ${counts}`, ...sizes, '', table(rows), ...more].join('\n');
}

/** Lets a stream go on, in the one service where it is stuck. @param {readonly Desk[]} desks @param {Options} options @returns {Promise<Finding>} */
export async function force(desks, { stream, subject, why, evenIf, dryRun }) {
  const path = `/streams/${encodeURIComponent(stream)}/${encodeURIComponent(subject)}/force`;
  const body = { why, evenIf };
  const { desk, answer } = await stuckAt(desks, path, body);
  const { from, to, ...rest } = demanded(dryRun ? answer : await desk.post(path, body));
  const what = from === to ? `sequence ${from}` : `sequences ${from} to ${to}`;
  const text = `${desk.service}  ${what} of ${stream} ${subject} ${dryRun ? 'would be' : 'was'} skipped`;
  return { text, json: { service: desk.service, from, to, ...rest } };
}

/** The one service that has a gap there, and what it says to a dry run. @param {readonly Desk[]} desks @param {string} path @param {object} body */
async function stuckAt(desks, path, body) {
  const asked = await Promise.all(
    desks.map(async (desk) => ({ desk, answer: await desk.post(path, { ...body, dryRun: true }) })),
  );
  const [one, ...others] = asked.filter(({ answer }) => !NOT_HERE.has(answer.body?.code));
  if (!one) throw new ToolError('no event of that stream waits for one that is missing');
  if (others.length === 0) return one;
  const names = [one, ...others].map(({ desk }) => desk.service).join(', ');
  throw new ToolError(`there are gaps in several services; say which with --service: ${names}`);
}
