// @ts-check
import { ToolError } from '../support/tool.mjs';
import { demanded } from './desk.mjs';
import { ago, table, textOf } from './table.mjs';

/** @typedef {import('./desk.mjs').Desk} Desk */
/** @typedef {import('./options.mjs').Options} Options */
/** What a command found: for people, and for machines. @typedef {{ text: string, json: unknown, failed?: boolean }} Finding */

/** The dead letters of all services, grouped. @param {readonly Desk[]} desks @param {Options} options @returns {Promise<Finding>} */
export async function list(desks, { selection }) {
  const { queue, fingerprint, type, subject } = selection;
  const given = Object.entries({ queue, fingerprint, type, subject }).filter(
    ([, value]) => value !== undefined,
  );
  const query = new URLSearchParams(/** @type {[string, string][]} */ (given)).toString();
  const answers = await Promise.all(desks.map((desk) => desk.get(`/dead-letters?${query}`)));
  const found = answers.filter(({ body }) => body?.code !== 'queue-not-found').map(demanded);
  if (found.length === 0) throw new ToolError(`no service consumes a queue ${queue}`);
  const groups = found.flatMap((answer) => answer.groups);
  const count = found.reduce((sum, answer) => sum + answer.count, 0);
  const complete = found.every((answer) => answer.complete);
  const text =
    groups.length === 0
      ? 'no dead letters'
      : [
          table(groups.map(groupRow)),
          '',
          `${count} dead letters${complete ? '' : ', and more that could not be looked at in time'}`,
        ].join('\n');
  return { text, json: { count, complete, groups } };
}

/** @param {any} group */
const groupRow = ({ queue, count, code, reason, fingerprint, types, lastFailedAt, replayed, sampleId }) => ({
  queue,
  count,
  code,
  reason,
  fingerprint,
  types: types.join(' '),
  last: ago(lastFailedAt),
  replayed: replayed || '',
  'for example': sampleId,
});

/** A dead letter with its headers and body. @param {readonly Desk[]} desks @param {Options} options @returns {Promise<Finding>} */
export async function show(desks, { id }) {
  for (const desk of desks) {
    const answer = await desk.get(`/dead-letters/${encodeURIComponent(id)}`);
    if (answer.body?.code === 'dead-letter-not-found') continue;
    const { body, text, base64: _, headers, ...head } = demanded(answer);
    const lines = Object.entries(head).map(([name, value]) => `${name.padEnd(14)} ${plain(textOf(value))}`);
    const content = body === undefined ? plain(text) : JSON.stringify(body, null, 2);
    const shown = [...lines, '', 'headers', JSON.stringify(headers, null, 2), '', 'body', content].join('\n');
    return { text: shown, json: answer.body };
  }
  throw new ToolError(`no dead letter ${id}`);
}

/** Without what would steer a terminal. @param {string} text */
const plain = (text) => text.replaceAll(/[^\P{Cc}\n\t]/gu, '\ufffd');

/** What operators did. @param {readonly Desk[]} desks @param {Options} options @returns {Promise<Finding>} */
export async function actions(desks, { limit }) {
  const answers = await Promise.all(desks.map((desk) => desk.get(`/operator-actions?limit=${limit}`)));
  const all = answers
    .flatMap((answer, at) =>
      demanded(answer).map((/** @type {object} */ action) => ({ service: desks[at]?.service, ...action })),
    )
    .toSorted((one, other) => (one.startedAt < other.startedAt ? 1 : -1))
    .slice(0, limit);
  return { text: all.length === 0 ? 'nothing on record' : table(all.map(actionRow)), json: all };
}

/** @param {any} action */
const actionRow = ({ startedAt, service, action, selection, queue, who, why, finishedAt, outcome }) => ({
  when: startedAt,
  service,
  action,
  queue,
  selection: JSON.stringify(selection),
  who,
  why,
  outcome: `${finishedAt === undefined ? 'unfinished' : ''} ${summary(outcome)}`.trim(),
});

const FIGURES = [
  'selected',
  'replayed',
  'handled',
  'parked',
  'returned',
  'unsettled',
  'discarded',
  'skipped',
];

/** An outcome in a line: how it ended and every figure that is not nothing. @param {Record<string, unknown>} [outcome] */
export function summary({ ended = '', error, codes, ...figures } = {}) {
  const counts = FIGURES.filter((name) => Number(figures[name]) > 0).map(
    (name) => `${textOf(figures[name])} ${name}`,
  );
  const as = Array.isArray(codes) && codes.length > 0 ? [`as ${codes.join(', ')}`] : [];
  const reason = error === undefined ? [] : [textOf(error)];
  return [textOf(ended), ...reason, ...counts, ...as].filter((part) => part !== '').join(', ');
}
