import { describeError } from './describe-error.js';

/** What stands in a line instead of a value that may not be known. */
const HIDDEN = '[redacted]';

const SECRET =
  /passw(?:or)?d|_pass$|secret|token$|api[-_]?key|authorization|cookie|private[-_]?key|credential|signature|otlp[-_]headers/i;

/** Who somebody is, where they live, how they are reached, and what was written to them or by them. */
const PERSONAL = new Set([
  'email',
  'emails',
  'phone',
  'recipient',
  'recipients',
  'addressee',
  'contact',
  'contacts',
  'customername',
  'firstname',
  'lastname',
  'fullname',
  'shippingaddress',
  'billingaddress',
  'street',
  'line1',
  'line2',
  'city',
  'postalcode',
  'note',
  'notes',
  'text',
  'html',
  'body',
  'payload',
  'data',
  'query',
  'parameters',
  'endpoint',
]);

const DEEPEST = 4;
const MOST_ITEMS = 200;
const MOST_KNOWN = 1000;

const known = new Map<string, boolean>();

/** Whether a field of this name is hidden, whatever it holds. */
function isPrivate(name: string): boolean {
  let answer = known.get(name);
  if (answer === undefined) {
    answer = SECRET.test(name) || PERSONAL.has(name.replaceAll(/[-_]/g, '').toLowerCase());
    // Our own names are few; those that somebody else has chosen must not fill the memory.
    if (known.size < MOST_KNOWN) known.set(name, answer);
  }
  return answer;
}

/** The fields of a line as they may be logged: errors described, secrets and personal data hidden by their names. */
export const redacted = (fields: object): Record<string, unknown> =>
  shownFields(fields as Record<string, unknown>, 0);

function shownFields(fields: Record<string, unknown>, depth: number): Record<string, unknown> {
  let shown = fields;
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    const safe = value !== undefined && isPrivate(name) ? HIDDEN : shownValue(name, value, depth);
    if (safe === value) continue;
    // Most lines have nothing to hide and are not copied.
    if (shown === fields) shown = { ...fields };
    shown[name] = safe;
  }
  return shown;
}

function shownValue(name: string, value: unknown, depth: number): unknown {
  if (value instanceof Error || (name === 'err' && value !== undefined)) return describeError(value);
  return typeof value === 'object' && value !== null ? shownObject(value, depth) : value;
}

function shownObject(value: object, depth: number): unknown {
  if (value instanceof Date) return value;
  if (depth >= DEEPEST) return '[too deep]';
  if (Array.isArray(value))
    return value.slice(0, MOST_ITEMS).map((item: unknown) => shownValue('', item, depth + 1));
  if (isPlain(value)) return shownFields(value as Record<string, unknown>, depth + 1);
  return `[${value.constructor?.name ?? 'object'}]`;
}

/** Requests, sockets and clients hold everything there is to know. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
