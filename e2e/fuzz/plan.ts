import fc from 'fast-check';

/** One way of making a request wrong. `at` chooses a place in whatever the request has. */
export type Mutation =
  | { readonly kind: 'drop'; readonly at: number }
  | { readonly kind: 'replace'; readonly at: number; readonly value: unknown }
  | { readonly kind: 'add'; readonly at: number; readonly key: string; readonly value: unknown }
  | { readonly kind: 'nest'; readonly at: number; readonly depth: number }
  | { readonly kind: 'number'; readonly at: number; readonly digits: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'header'; readonly name: string; readonly value: string | string[] }
  | { readonly kind: 'segment'; readonly at: number; readonly text: string }
  | { readonly kind: 'query'; readonly text: string }
  | { readonly kind: 'method'; readonly method: string };

/** A request before it is known which ids there are. */
export interface Plan {
  readonly operation: number;
  /** Decides what the schemas leave open. */
  readonly seed: number;
  readonly versioned: boolean;
  readonly mutations: readonly Mutation[];
}

const NASTY_TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udfff x',
  '💥',
  '\u202e',
  "'; --",
  '%00',
  '../..',
  '__proto__',
];
const nastyText = fc.oneof(
  fc.constantFrom(...NASTY_TEXTS),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(300, 5_000, 70_000).map((length) => 'x'.repeat(length)),
);

const NASTY_NUMBERS = [-1, 0, -0, 0.1, 1.005, 2 ** 31, 2 ** 53, 1e21, -1e308, 5e-324, Number.MAX_VALUE];
const nasty = fc.oneof(
  nastyText,
  fc.constantFrom(...NASTY_NUMBERS),
  fc.constantFrom<unknown>(null, true, [], {}, [[]], { length: 3 }, ['x']),
  fc.jsonValue({ maxDepth: 2 }),
);
const NASTY_KEYS = [
  '__proto__',
  'constructor',
  'toString',
  '',
  'id',
  'status',
  'version',
  'a\0',
  '\ud800',
  'totalAmount',
];

const CONTENT_TYPES = [
  '',
  'text/plain',
  'application/json; charset=utf-16',
  'application/json;',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/problem+json',
  'application/json, application/json',
  'nonsense',
];
const ETAGS = [
  '*',
  '"',
  '""',
  'W/"x"',
  '"x", "y"',
  'x',
  '"\u00e9"',
  ','.repeat(2000),
  `"${'x'.repeat(4000)}"`,
];
const KEYS = ['', ' ', 'k', 'k'.repeat(256), '\u00e9', '"quoted"', 'a, b'];
const WAITS = [
  'wait=0',
  'wait=1',
  'wait=-1',
  'wait=1.5',
  'wait=99999999999',
  'wait',
  'wait=""',
  ';;,,=',
  '"',
];
const PEOPLE = ['', 'x', '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
const TRACES = ['00-0-0-00', `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01`, 'x'];

const header = fc
  .constantFrom<[string, readonly string[]]>(
    ['content-type', CONTENT_TYPES],
    ['if-match', ETAGS],
    ['if-none-match', ETAGS],
    ['idempotency-key', KEYS],
    ['prefer', WAITS],
    ['x-customer-id', PEOPLE],
    ['x-correlation-id', KEYS],
    ['traceparent', TRACES],
    ['accept', ['', 'text/html', '*/*;q=0', 'application/xml']],
    ['accept-encoding', ['identity;q=0', 'gzip', 'x']],
    ['expect', ['a-miracle']],
    ['content-encoding', ['gzip', 'br']],
    ['range', ['bytes=0-0']],
  )
  .chain(([name, values]) =>
    fc.record({
      kind: fc.constant('header' as const),
      name: fc.constant(name),
      value: fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...values) },
        { weight: 1, arbitrary: fc.array(fc.constantFrom(...values), { minLength: 2, maxLength: 2 }) },
      ),
    }),
  );

const SEGMENTS = [
  '',
  '%',
  '%zz',
  '%00',
  '%F0%9F',
  '%ED%A0%80',
  '%2e%2e',
  '..',
  '%2F',
  '%252F',
  'x'.repeat(300),
  'x'.repeat(9000),
];
const QUERIES = [
  'limit=0',
  'limit=201',
  'limit=-1',
  'limit=1e2',
  'limit=1&limit=2',
  'limit[]=1',
  'limit[a]=1',
  'limit=%00',
  'limit=',
  'cursor=x',
  'cursor=',
  'cursor=%F0%9F',
  'cursor=bnVsbA',
  'cursor=eyJhIjoxfQ',
  'status=NOPE',
  'status=PENDING&status=SHIPPED',
  'sort=x',
  '__proto__=1',
  'constructor=1',
  '%zz=1',
  '&&==&',
  `q=${'x'.repeat(5000)}`,
  'from=2026-02-30T00:00:00Z',
  'createdFrom=9999999-01-01',
];
const BODIES = [
  '',
  ' ',
  'null',
  '[]',
  '"x"',
  '1',
  '{',
  '{}',
  '{"a":1}}',
  '\ufeff{}',
  '[[[[',
  '{"items":1,"items":2}',
  'NaN',
];
const DIGITS = [
  '1e400',
  '-1e400',
  '123456789012345678901234567890',
  '0.1e-400',
  '1E5',
  '1.0',
  '9007199254740993',
];
const METHODS = ['HEAD', 'OPTIONS', 'TRACE', 'DELETE', 'PUT', 'PATCH', 'POST', 'GET', 'PROPFIND'];

const at = fc.nat(1000);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('drop' as const), at }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('replace' as const), at, value: nasty }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('add' as const),
      at,
      key: fc.oneof(fc.constantFrom(...NASTY_KEYS), nastyText),
      value: nasty,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('nest' as const), at, depth: fc.constantFrom(10, 70, 5000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('number' as const), at, digits: fc.constantFrom(...DIGITS) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('text' as const), text: fc.constantFrom(...BODIES) }),
  },
  { weight: 4, arbitrary: header },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('segment' as const), at, text: fc.constantFrom(...SEGMENTS) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('query' as const), text: fc.constantFrom(...QUERIES) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('method' as const), method: fc.constantFrom(...METHODS) }),
  },
);

/** Requests of which about half are as documented and the others wrong in one to three ways. */
export const plans: fc.Arbitrary<Plan> = fc.record({
  operation: fc.nat(10_000),
  seed: fc.nat(2 ** 31 - 1),
  versioned: fc.boolean(),
  mutations: fc.oneof(fc.constant([]), fc.array(mutation, { minLength: 1, maxLength: 3 })),
});
