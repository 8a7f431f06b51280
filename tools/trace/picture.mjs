// @ts-check
import { detailsOf, titleOf } from './details.mjs';
import { lanesAt, lanesHeader, LANES_WIDTH, lifelines } from './lanes.mjs';
import { money, span, wrapped } from './words.mjs';

/** @typedef {import('./types.mjs').Story} Story */
/** @typedef {import('./types.mjs').Step} Step */
/** @typedef {import('./paint.mjs').Paint} Paint */

const TIME_WIDTH = 8;
const TEXT_AT = TIME_WIDTH + 1 + LANES_WIDTH + 2;

/**
 * The way of an order as a picture: time down, a lane for each service, events as arrows between them.
 * @param {Story} story
 * @param {{ width: number, paint: Paint }} options how many columns there are, 72 at least
 */
export function picture(story, { width, paint }) {
  const [first] = story.steps;
  const began = Date.parse(first?.at ?? story.asOf);
  const lines = [
    ...heading(story, first, paint),
    '',
    paint.bold(`${'time'.padStart(TIME_WIDTH)} ${lanesHeader}`.trimEnd()),
    ...story.steps.flatMap((step) => stepLines(step, { began, asOf: story.asOf, width, paint })),
    '',
    ...outlook(story).flatMap((text) => wrapped(text, width)),
  ];
  return lines.join('\n');
}

/** @param {Story} story @param {Step | undefined} first @param {Paint} paint */
function heading(story, first, paint) {
  const { orderId, status, deleted, total, asOf } = story;
  const state = `${status}${deleted ? ', deleted' : ''}`;
  const at = first?.at ?? asOf;
  return [
    `Order ${paint.bold(orderId)}  ${paint.bold(state)}`,
    `placed ${at.slice(0, 10)} ${at.slice(11, 23)} UTC, ${money(total)}, ${duration(story, Date.parse(at))}`,
  ];
}

/** What is over took until its last step, all else until now. @param {Story} story @param {number} began */
function duration({ steps, waiting, next, asOf }, began) {
  const over = next === undefined && waiting.length === 0;
  const until = Date.parse(over ? (steps.at(-1)?.at ?? asOf) : asOf);
  return over ? `took ${span(until - began)}` : `${span(until - began)} so far`;
}

/** @param {Step} step @param {{ began: number, asOf: string, width: number, paint: Paint }} options */
function stepLines(step, { began, asOf, width, paint }) {
  const room = width - TEXT_AT;
  const time = span(Date.parse(step.at) - began).padStart(TIME_WIDTH);
  const delay = step.delayMs === undefined ? '' : `${step.delayMs < 0 ? '' : '+'}${span(step.delayMs)}`;
  const [title = '', ...more] = titled(titleOf(step), delay, room);
  const empty = `${' '.repeat(TIME_WIDTH)} ${paint.dim(lifelines)}  `;
  return [
    `${paint.dim(time)} ${paint.lanes(lanesAt(step))}  ${paint.title(title, delay)}`,
    ...more.map((text) => `${empty}${text}`),
    ...detailsOf(step, asOf).flatMap(({ text, tone }) =>
      wrapped(text, room - 2).map((part) => `${empty}  ${paint[tone](part)}`),
    ),
  ].map((line) => line.trimEnd());
}

/** The title, and the delay at the right edge of the same line if there is room, or of the next. @param {string} title @param {string} delay @param {number} room */
function titled(title, delay, room) {
  if (delay === '') return wrapped(title, room);
  if (title.length + 1 + delay.length <= room) return [title + delay.padStart(room - title.length)];
  return [...wrapped(title, room), delay.padStart(room)];
}

/** What is open, and what is expected next, a line each. @param {Story} story */
function outlook({ next, asOf, waiting, steps }) {
  const unsent = steps.flatMap(({ notification }) =>
    /^(PENDING|SENDING)$/.test(notification?.status ?? '') ? [`${notification?.kind} is not sent yet`] : [],
  );
  const open = [...unhandled(waiting), ...unsent].map((text) => `Open: ${text}`);
  if (next) return [...open, `Next: ${expectation(next, asOf)}`];
  return open.length > 0 ? open : ['All is done: nothing is expected.'];
}

/** @param {NonNullable<Story['next']>} next @param {string} asOf */
function expectation({ waitingFor, from, since, expiresAt }, asOf) {
  const awaited = span(Math.max(0, Date.parse(asOf) - Date.parse(since)));
  const expires = expiresAt === undefined ? '' : `, until ${expiresAt.slice(0, 19).replace('T', ' ')} UTC`;
  return `${waitingFor.join(' or ')} from ${from.replace('-', ' ')}, awaited for ${awaited}${expires}`;
}

/** Who has still to handle what. @param {Story['waiting']} waiting */
function unhandled(waiting) {
  const events = [...new Set(waiting.map(({ type, sequence }) => `${type} ${sequence}`))];
  return events.map((event) => {
    const those = waiting.filter(({ type, sequence }) => `${type} ${sequence}` === event);
    const who = those.map(({ to }) => to).join(' and ');
    return `${who} ${those.length > 1 ? 'have' : 'has'} not handled ${event}`;
  });
}
