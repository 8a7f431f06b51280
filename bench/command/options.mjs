// @ts-check
import { parseArgs } from 'node:util';
import { ToolError, parsed } from '../../tools/support/tool.mjs';
import { PARTS } from './parts.mjs';

const USAGE = `npm run bench [-- part … options]: what the saga does on this machine, beside the usual way and what the machine must do
  saga        orders a second that are sustained, what an order costs, and how long it takes
  usual       the same saga as tutorials write it
  floor       what the machine must do for an order, whatever program tells it to
  hot         every order for one product, against fifty
  baskets     orders of twenty lines
  growth      with nothing stored, and with millions of orders
  instances   one, two and four instances of each service
  start       from the start of a process to ready
  memory      over minutes at 70 %
All of them if none is named.
  --seconds N       that a rate is to be sustained (30)
  --rounds N        of which the medians count (3)
  --orders N        that are stored for growth (5000000)
  --minutes N       of memory (10)
  --statements      tell of PostgreSQL's longest statements too, which costs a little
  --json FILE       the figures as JSON
  --markdown FILE   the tables
It runs on a PostgreSQL and a RabbitMQ of its own, which are gone afterwards, and on Linux only. Exits with 1 if what a
part has worked with does not add up, which refuses its figures; never for a target that is missed.`;

/** @typedef {import('./parts.mjs').PartName} PartName */

/**
 * @typedef {object} Options
 * @property {readonly PartName[]} parts
 * @property {import('../parts/part.mjs').Pace} pace
 * @property {string | undefined} json
 * @property {string | undefined} markdown
 */

/** @returns {Options} */
export function readOptions() {
  const { values, positionals } = parsed(USAGE, () =>
    parseArgs({
      allowPositionals: true,
      options: {
        seconds: { type: 'string', default: '30' },
        rounds: { type: 'string', default: '3' },
        orders: { type: 'string', default: '5000000' },
        minutes: { type: 'string', default: '10' },
        statements: { type: 'boolean', default: false },
        json: { type: 'string' },
        markdown: { type: 'string' },
      },
    }),
  );
  return {
    parts: chosen(positionals),
    pace: {
      seconds: whole('--seconds', values.seconds, 1, 3600),
      rounds: whole('--rounds', values.rounds, 1, 100),
      orders: whole('--orders', values.orders, 1000, 20_000_000),
      minutes: between('--minutes', values.minutes, 0.1, 1440),
      statements: values.statements,
    },
    json: values.json,
    markdown: values.markdown,
  };
}

/** The parts that are named, in the order in which they run. @param {readonly string[]} named */
function chosen(named) {
  const known = /** @type {PartName[]} */ (Object.keys(PARTS));
  const unknown = named.filter((name) => !known.some((part) => part === name));
  if (unknown.length > 0) throw new ToolError(`no such part: ${unknown.join(', ')}\n\n${USAGE}`);
  return named.length === 0 ? known : known.filter((part) => named.includes(part));
}

/** @param {string} name @param {string} text @param {number} least @param {number} most */
function whole(name, text, least, most) {
  const value = between(name, text, least, most);
  if (Number.isInteger(value)) return value;
  throw new ToolError(`${name} must be a whole number`);
}

/** @param {string} name @param {string} text @param {number} least @param {number} most */
function between(name, text, least, most) {
  const value = Number(text);
  if (value >= least && value <= most) return value;
  throw new ToolError(`${name} must be a number from ${least} to ${most}`);
}
