import { batchOf, EVENT_BATCH_CONTENT_TYPE } from '@app/contracts';
import type { Inbound } from '@app/messaging';
import type { Options } from 'amqplib';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { knownGood } from './known-good.js';

/** A way to make a message that nobody can handle. */
export interface Kind {
  readonly name: string;
  /** One of these is why it ends among the dead letters: our code, or the broker's reason. */
  readonly reasons: readonly string[];
  /** Of what is chosen at random, whatever it is. */
  body(inbound: Inbound, chosen: Chosen): Buffer;
  options?(chosen: Chosen): Options.Publish;
  /** Which of the events in it is the one, of a message that says it has several. */
  readonly part?: number;
}

/** What chance decides of a message; a kind uses what it needs of it. */
export interface Chosen {
  readonly number: number;
  readonly value: unknown;
  readonly bytes: Uint8Array;
}

const MEBIBYTE = 1_048_576;

export const chosen: fc.Arbitrary<Chosen> = fc.record({
  number: fc.nat(1_000_000),
  value: fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      [],
      {},
      '',
      '\0',
      '\ud800',
      -1,
      0,
      1.5,
      1e308,
      2 ** 53,
      'x'.repeat(100_000),
    ),
    fc.jsonValue({ maxDepth: 3 }),
  ),
  bytes: fc.uint8Array({ maxLength: 300 }),
});

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const good = ({ subscription }: Inbound) => knownGood(subscription.stream.name);
const one = <T>(choices: readonly T[], { number }: Chosen): T => choices[number % choices.length] as T;

/** Text of a document whose field has a value that `JSON.stringify` would not write. */
const withRaw = (document: object, field: string, raw: string): Buffer =>
  Buffer.from(JSON.stringify({ ...document, [field]: '@' }).replace('"@"', raw));

const BROKEN_FIELDS: Readonly<Record<string, readonly unknown[]>> = {
  specversion: ['0.3', 1, null],
  id: ['x', 'x'.repeat(100_000), '', 7, '__proto__'],
  source: ['', '\0', 'x'.repeat(100_000), ['/a']],
  type: ['', 7, null, '\ud800', 'x'.repeat(100_000)],
  subject: ['', '\0', 'a\nb', '\ud800', 'x'.repeat(100_000), {}, null],
  sequence: [0, -1, 1.5, 2 ** 31, 2 ** 53, '1', null, [1], true],
  time: ['yesterday', 0, '2026-02-30T00:00:00Z', ''],
  datacontenttype: ['application/xml', null],
  dataschema: ['', 5, null],
  tenant: ['', '\u0007', 'x'.repeat(65), {}],
  correlationid: ['', 'ü', 'x'.repeat(100_000), 9],
  causationid: ['x', 7],
  traceparent: ['x'.repeat(129), 7],
  tracestate: ['x'.repeat(513), 7],
};

// But infinity and no number: the broker cannot read them itself, and ends the connection that sends them.
const EVERY_TYPE_OF_HEADER = {
  text: 'x',
  long: 2 ** 40,
  float: 1.5,
  nothing: null,
  yes: true,
  bytes: Buffer.from([0, 255]),
  list: [1, 'a', [null, { deep: [{}] }]],
  table: { table: { table: { '': 1 } } },
  int8: { '!': 'int8', value: -1 },
  uint8: { '!': 'uint8', value: 255 },
  int16: { '!': 'int16', value: -1 },
  uint16: { '!': 'uint16', value: 65_535 },
  uint32: { '!': 'uint32', value: 2 ** 32 - 1 },
  single: { '!': 'float', value: 0.1 },
  time: { '!': 'timestamp', value: 2 ** 53 },
  decimal: { '!': 'decimal', value: { places: 255, digits: 2 ** 32 - 1 } },
};

const HEADERS: readonly Record<string, unknown>[] = [
  EVERY_TYPE_OF_HEADER,
  JSON.parse('{"__proto__":{"x-attempts":3},"constructor":1,"toString":{"a":1}}') as Record<string, unknown>,
  { 'x-attempts': 3, 'x-first-failed-at': 'never' },
  { 'x-attempts': -1, 'x-error-code': 'forged', 'x-error': { a: 1 }, 'x-origin-queue': 5 },
  { 'x-attempts': 2 ** 31, 'x-error-fingerprint': 'x'.repeat(1000) },
  { 'x-attempts': { much: true }, 'x-first-failed-at': [1] },
  { 'x-delivery-count': 1e6, 'x-death': 'often' },
  { traceparent: 'x'.repeat(10_000), CC: ['no.such.queue'], BCC: ['no.such.queue'] },
  { big: 'x'.repeat(60_000) },
  Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`h${at}`, at])),
];

const PROPERTIES: readonly Options.Publish[] = [
  { priority: 255, persistent: false },
  { contentType: 'application/json', contentEncoding: 'gzip', replyTo: 'amq.rabbitmq.reply-to.x' },
  { correlationId: 'x'.repeat(255), type: 'x'.repeat(255), appId: '\u0001' },
  { timestamp: 2 ** 53 - 1, contentType: '' },
];

const NO_BATCHES: readonly string[] = [
  '',
  '[]',
  '[',
  '{}',
  '[1,,2]',
  '[{"a":"]',
  batchOf(Array.from({ length: 501 }, () => '{}')),
  `${'['.repeat(130_000)}${']'.repeat(129_999)}`,
];

export const KINDS: readonly Kind[] = [
  { name: 'any bytes', reasons: ['bad-json', 'bad-envelope'], body: (_, { bytes }) => Buffer.from(bytes) },
  { name: 'an empty body', reasons: ['bad-json'], body: () => Buffer.alloc(0) },
  { name: 'NUL', reasons: ['bad-json'], body: (_, { number }) => Buffer.alloc(1 + (number % 1000)) },
  {
    name: 'JSON that breaks off',
    reasons: ['bad-json'],
    body: (inbound, { number }) => {
      const whole = json(good(inbound));
      return whole.subarray(0, 1 + (number % (whole.length - 1)));
    },
  },
  {
    name: 'a byte that is no UTF-8',
    reasons: ['bad-json'],
    body: (inbound) => withRaw(good(inbound), 'source', '"@"').fill(0xff, 30, 31),
  },
  {
    name: 'UTF-16',
    reasons: ['bad-json'],
    body: (inbound) => Buffer.from(JSON.stringify(good(inbound)), 'utf16le'),
  },
  {
    name: 'gzip',
    reasons: ['bad-json'],
    body: (inbound) => gzipSync(json(good(inbound))),
    options: () => ({ contentEncoding: 'gzip' }),
  },
  {
    name: 'brackets that never close',
    reasons: ['bad-json'],
    body: (_, { number }) => Buffer.from('['.repeat(1 + (number % 200_000))),
  },
  {
    name: 'deep nesting',
    reasons: ['bad-json', 'bad-envelope'],
    body: (_, { number }) =>
      Buffer.from('['.repeat(1 + (number % 130_000)) + ']'.repeat(1 + (number % 130_000))),
  },
  {
    name: 'deep nesting in the data',
    reasons: ['bad-json', 'bad-data'],
    body: (inbound, { number }) => {
      const depth = 1 + (number % 20_000);
      return withRaw(good(inbound), 'data', '{"orderId":'.repeat(depth) + '1' + '}'.repeat(depth));
    },
  },
  { name: 'no envelope', reasons: ['bad-envelope'], body: (_, { value }) => json({ value }) },
  { name: 'any JSON', reasons: ['bad-envelope'], body: (_, { value }) => json(value) },
  {
    name: 'a field of the envelope that is wrong',
    reasons: ['bad-envelope'],
    body: (inbound, choice) => {
      const field = one(Object.keys(BROKEN_FIELDS), choice);
      return json({ ...good(inbound), [field]: one(BROKEN_FIELDS[field] ?? [], choice) });
    },
  },
  {
    name: 'a field of the envelope that is missing',
    reasons: ['bad-envelope'],
    body: (inbound, choice) => {
      const field = one(
        ['specversion', 'id', 'source', 'type', 'subject', 'sequence', 'time', 'tenant'],
        choice,
      );
      return json({ ...good(inbound), [field]: undefined });
    },
  },
  {
    name: 'a number that no machine holds',
    reasons: ['bad-envelope'],
    body: (inbound, choice) =>
      withRaw(
        good(inbound),
        'sequence',
        one(['1e400', '-1e999', '9'.repeat(5000), '1.000000000000001'], choice),
      ),
  },
  {
    name: 'a type of another stream',
    reasons: ['unknown-type'],
    body: (inbound, choice) =>
      json({
        ...good(inbound),
        type: one(['notification.sent', 'order.unheard', '__proto__', 'constructor'], choice),
      }),
  },
  {
    name: 'another version of the contract',
    reasons: ['unknown-version'],
    body: (inbound, choice) => {
      const event = good(inbound);
      return json({
        ...event,
        dataschema: `urn:waybill:${event.type}:${one(['0', '2', '1.1', '10', '', 'next'], choice)}`,
      });
    },
  },
  {
    name: 'data that breaks the contract',
    reasons: ['bad-data'],
    body: (inbound, { value }) => json({ ...good(inbound), data: value }),
  },
  {
    name: 'data with keys of prototypes',
    reasons: ['bad-data'],
    body: (inbound) =>
      withRaw(good(inbound), 'data', '{"__proto__":{"orderId":1},"constructor":{"prototype":{}}}'),
  },
  {
    name: 'data of which a field is missing or wrong',
    reasons: ['bad-data'],
    body: (inbound, choice) => {
      const event = good(inbound);
      const field = one(Object.keys(event.data), choice);
      return json({
        ...event,
        data: { ...event.data, [field]: one([undefined, null, '\0', [], -1], choice) },
      });
    },
  },
  {
    name: 'a tenant that we do not have',
    reasons: ['unknown-tenant'],
    body: (inbound, choice) =>
      json({ ...good(inbound), tenant: one(['elsewhere', 'Default', '__proto__', 'default '], choice) }),
  },
  {
    name: 'headers of every kind',
    reasons: ['bad-json'],
    body: () => Buffer.from('rubbish'),
    options: (choice) => ({ headers: one(HEADERS, choice) }),
  },
  {
    name: 'properties of every kind',
    reasons: ['bad-json'],
    body: () => Buffer.from('rubbish'),
    options: (choice) => one(PROPERTIES, choice),
  },
  {
    name: 'a batch that cannot be told apart',
    reasons: ['bad-json', 'bad-envelope'],
    body: (_, choice) => Buffer.from(one(NO_BATCHES, choice)),
    options: () => ({ contentType: EVENT_BATCH_CONTENT_TYPE }),
  },
  {
    name: 'any JSON in a batch',
    reasons: ['bad-envelope'],
    body: (_, { value }) => Buffer.from(batchOf([JSON.stringify(value)])),
    options: () => ({ contentType: EVENT_BATCH_CONTENT_TYPE }),
    part: 0,
  },
  {
    name: 'an expiration',
    reasons: ['bad-json', 'expired'],
    body: () => Buffer.from('rubbish'),
    options: (choice) => ({ expiration: one(['0', '1', '50', '4294967295'], choice) }),
  },
];

/** Too rare to be chosen like the others: they take a hundred times as long. */
export const LARGE: Kind = {
  name: 'a body of sixteen mebibytes',
  reasons: ['too-large'],
  body: (_, { number }) => Buffer.alloc(number % 2 ? 16 * MEBIBYTE : MEBIBYTE / 4 + 1, 'x'),
};
