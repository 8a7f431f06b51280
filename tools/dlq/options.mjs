// @ts-check
import { parseArgs } from 'node:util';
import { APPS } from '../build.mjs';
import { usualOperator } from './desk.mjs';

export const USAGE = `npm run dlq -- COMMAND [options]: looks at dead letters and gets rid of them, on record
  list                     groups of them by how they failed
  show ID                  one of them, its headers and body
  replay                   send them back to their queue, in growing batches that stop when one comes back
  discard                  throw them away for good
  force STREAM SUBJECT     let a stream go on without the events that it waits for
  actions                  what was done, when, by whom and why
which of them (what is given must all fit):
  --queue Q  --fingerprint F  --type T  --subject S  --id ID (again for more)  --all
  --service S              order, inventory or notification alone
to do something:
  --why TEXT               required, for the record
  --who NAME               for the record (the user of the operating system)
  --dry-run                tell what would happen, and change nothing
  --rate N                 replay at most N a second
  --first N --growth N --most N   sizes of the batches (1, 2, 100)
  --even-if REASON,…       force although the missing event may still come: recent, dead-letter, queued, retrying,
                           unroutable, outbox
besides:
  --limit N                so many actions (20)
  --url URL                where the services are, on their usual ports, or with its port the one that --service names;
                           otherwise the system that runs here
  --json                   for machines
WAYBILL_TOKEN is the token of an administrator, where the services ask for one.
Ends with 0 when all is done, 1 when something came back or failed, 2 when it was asked for wrongly.`;

/** @typedef {ReturnType<typeof readOptions>} Options */

const SERVICES = new Set(APPS.map((app) => app.replace(/-service$/, '')));
const ARGUMENTS = new Map([
  ['list', 0],
  ['show', 1],
  ['replay', 0],
  ['discard', 0],
  ['force', 2],
  ['actions', 0],
]);
const MOVING = new Set(['replay', 'discard']);
const CHANGING = new Set([...MOVING, 'force']);

/** What the command line asks for. @param {readonly string[]} args @param {(line: string) => void} tell hears how far it is @throws when it makes no sense */
export function readOptions(args, tell) {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  const selection = selectionOf(values);
  const problem = problemOf(positionals, values, Object.keys(selection).length > 0);
  if (problem !== undefined) throw new Error(problem);
  const [command, first, second] = /** @type {[string, string, string]} */ ([...positionals, '', '']);
  const { service, url, why, who, json: asJson, 'dry-run': dryRun } = values;
  const evenIf = values['even-if'].split(',').filter((reason) => reason !== '');
  const { rate, limit, ...batch } = numbersOf(values);
  const common = { command, selection, service, url, asJson, why, who, dryRun, evenIf, rate, batch, tell };
  return { ...common, id: first, stream: first, subject: second, limit: limit ?? 20 };
}

/** What makes no sense, if anything does. @param {string[]} positionals @param {{ why: string, service?: string, url?: string }} values @param {boolean} isSelective */
function problemOf([command = '', ...names], { why, service = 'order', url = 'http://any' }, isSelective) {
  const wanted = ARGUMENTS.get(command);
  /** @type {[boolean, string][]} */
  const problems = [
    [command === '', 'no command'],
    [wanted === undefined, `no command ${command}`],
    [names.length !== wanted, `${command} takes ${wanted} arguments`],
    [CHANGING.has(command) && why.trim() === '', '--why is required'],
    [!SERVICES.has(service), `--service is one of ${[...SERVICES].join(', ')}`],
    [!URL.canParse(url), '--url must be a URL'],
    [
      MOVING.has(command) && !isSelective,
      'say which: --queue, --fingerprint, --type, --subject, --id or --all',
    ],
  ];
  return problems.find(([isWrong]) => isWrong)?.[1];
}

const text = /** @type {const} */ ({ type: 'string' });
const flag = /** @type {const} */ ({ type: 'boolean', default: false });
const OPTIONS = {
  queue: text,
  fingerprint: text,
  type: text,
  subject: text,
  id: /** @type {const} */ ({ type: 'string', multiple: true }),
  all: flag,
  service: text,
  why: { ...text, default: '' },
  who: { ...text, default: usualOperator() },
  'dry-run': flag,
  rate: text,
  first: text,
  growth: text,
  most: text,
  'even-if': { ...text, default: '' },
  limit: text,
  url: text,
  json: flag,
};

/** @param {{ queue?: string, fingerprint?: string, type?: string, subject?: string, id?: string[], all: boolean }} values */
const selectionOf = ({ queue, fingerprint, type, subject, id, all }) =>
  present({ queue, fingerprint, type, subject, messageIds: id, all: all || undefined });

/** @param {{ rate?: string, limit?: string, first?: string, growth?: string, most?: string }} values */
const numbersOf = ({ rate, limit, first, growth, most }) =>
  present({
    rate: number('rate', rate),
    limit: number('limit', limit),
    first: number('first', first),
    growth: number('growth', growth),
    most: number('most', most),
  });

/** What has a value. @template {object} T @param {T} values @returns {Partial<T>} */
const present = (values) =>
  /** @type {Partial<T>} */ (
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
  );

/** @param {string} name @param {string | undefined} value */
function number(name, value) {
  if (value === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new Error(`--${name} must be a number from 1`);
  return Number(value);
}
