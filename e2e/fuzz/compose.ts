import fc from 'fast-check';
import { generateSync } from 'json-schema-faker';
import { KnownValues } from './known-values.js';
import type { Mutation, Plan } from './plan.js';
import type { Operation, Parameter, Schema } from './operations.js';
import type { Outgoing } from './send.js';

interface Draft {
  method: string;
  segments: string[];
  query: string[];
  headers: Record<string, string | string[]>;
  body: unknown;
  /** The body as it is sent, when it is no longer what the value would be written as. */
  text: string | undefined;
}

type Choose = (below: number) => number;

// More of a list shows nothing that a few do not.
const MOST_ITEMS = 4;
const MARK = '@@number@@';

/** The request that a plan means with what is known by now. */
export function compose(operation: Operation, plan: Plan, known: KnownValues): Outgoing {
  const choose = chooser(plan.seed);
  const draft = documented(operation, plan, known, choose);
  // Copied one by one: a mutation may change what the one before it brought in, which others share.
  for (const mutation of plan.mutations.map((one) => structuredClone(one)))
    MUTATE[mutation.kind](draft, mutation as never);
  const { method, segments, query, headers, body } = draft;
  const text = draft.text ?? (body === undefined ? undefined : JSON.stringify(body));
  const prefix = plan.versioned ? '/v1' : '';
  const path = `${prefix}/${segments.join('/')}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  return { method, path, headers, body: text };
}

function documented(operation: Operation, { seed }: Plan, known: KnownValues, choose: Choose): Draft {
  const { method, path, parameters, body, definitions } = operation;
  const value = (parameter: Parameter): string =>
    known.one(KnownValues.nameOf(operation, parameter.name), choose(1000)) ??
    String(sample(parameter.schema ?? {}, choose(2 ** 31)));
  const named = (place: Parameter['in']): Parameter[] =>
    parameters.filter((parameter) => parameter.in === place);
  const wanted = named('path').map((parameter) => [
    `{${parameter.name}}`,
    encodeURIComponent(value(parameter)),
  ]);
  const given = Object.fromEntries(wanted) as Record<string, string>;
  const headers: Record<string, string | string[]> = body ? { 'content-type': 'application/json' } : {};
  for (const { name } of named('header')) Object.assign(headers, headerOf(name, known, choose));
  return {
    method,
    segments: path
      .slice(1)
      .split('/')
      .map((segment) => given[segment] ?? segment),
    query: named('query')
      .filter(({ required = false }) => required || choose(4) === 0)
      .map((parameter) => `${parameter.name}=${encodeURIComponent(value(parameter))}`),
    headers,
    // With what it refers to.
    body: body && plausible(sample({ ...body, components: { schemas: definitions } }, seed), known, choose),
    text: undefined,
  };
}

function headerOf(name: string, known: KnownValues, choose: Choose): Record<string, string> {
  const some = (value: string | undefined, oneIn: number): Record<string, string> =>
    value !== undefined && choose(oneIn) === 0 ? { [name]: value } : {};
  switch (name.toLowerCase()) {
    case 'prefer':
      return some('wait=1', 10);
    case 'if-match':
    case 'if-none-match':
      return some(known.one('etag', choose(1000)), 5);
    case 'idempotency-key':
      return some(`key-${choose(200)}`, 2);
    case 'x-customer-id':
      return some(known.one('customerId', choose(1000)), 5);
    case 'x-role':
      return some('admin', 3);
    case 'x-operator':
      return choose(5) === 0 ? {} : { [name]: 'fuzz' };
    default:
      return {};
  }
}

/** A value as its schema wants it, always the same for the same seed. */
const sample = (schema: Schema, seed: number): unknown =>
  generateSync(modest(schema), { seed, optionalsProbability: 0.8 });

/** The schema with short lists, and without patterns that the generator cannot read. */
function modest(schema: Schema): Schema {
  const { pattern, example: _, ...rest } = schema;
  const readable =
    pattern !== undefined && !/\\[pP]\{|\(\?[=!<]/.test(pattern) && rest['format'] === undefined;
  return Object.fromEntries([
    ...Object.entries(rest).map(([key, value]) => [key, modestPart(value)]),
    ...(readable ? [['pattern', pattern]] : []),
    ...(rest.type === 'array'
      ? [['maxItems', Math.min(MOST_ITEMS, Number(rest['maxItems'] ?? MOST_ITEMS))]]
      : []),
    ...(rest.type === 'string' ? [['maxLength', Math.min(60, Number(rest['maxLength'] ?? 60))]] : []),
  ]) as Schema;
}

function modestPart(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => modestPart(item));
  return typeof value === 'object' && value !== null ? modest(value as Schema) : value;
}

/** What these shops serve, where a schema allows more. */
const SERVED: ReadonlyMap<string, string> = new Map([
  ['currency', 'EUR'],
  ['type', 'EMAIL'],
  ['recipient', 'fuzz@waybill.example'],
]);

/** The body with things that exist in it and figures that can be served, mostly. */
function plausible(value: unknown, known: KnownValues, choose: Choose): unknown {
  if (Array.isArray(value)) return value.map((item) => plausible(item, known, choose));
  if (typeof value !== 'object' || value === null) return value;
  const isLine = 'productId' in value && !('productName' in value);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]): [string, unknown][] => {
      if (choose(8) === 0) return [[key, part]];
      if (key === 'quantity') return [[key, 1 + choose(isLine ? 3 : 500)]];
      if (key === 'price') return isLine ? [] : [[key, choose(10_000) / 100]];
      if (key === 'productId' && !isLine) return [[key, `fuzz-${choose(2 ** 31)}`]];
      if (key === 'status' || typeof part !== 'string') return [[key, plausible(part, known, choose)]];
      return [[key, known.one(key, choose(1000)) ?? SERVED.get(key) ?? part]];
    }),
  );
}

interface Place {
  readonly parent: Record<string, unknown>;
  readonly key: string;
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as Record<string, unknown>;
  return Object.keys(value).flatMap((key) => [{ parent, key }, ...placesIn(parent[key])]);
}

const withPlace = (draft: Draft, at: number, change: (place: Place) => void): void => {
  const places = placesIn(draft.body);
  const place = places[at % Math.max(places.length, 1)];
  if (place) change(place);
};

const MUTATE: { [K in Mutation['kind']]: (draft: Draft, mutation: Extract<Mutation, { kind: K }>) => void } =
  {
    drop: (draft, { at }) => withPlace(draft, at, ({ parent, key }) => Reflect.deleteProperty(parent, key)),
    replace: (draft, { at, value }) =>
      withPlace(draft, at, ({ parent, key }) => {
        parent[key] = value;
      }),
    add: (draft, { at, key, value }) => {
      const objects = [draft.body, ...placesIn(draft.body).map(({ parent }) => parent)];
      const target = objects[at % objects.length];
      // As JSON would bring it in: an own property, whatever it is called.
      if (typeof target === 'object' && target !== null)
        Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
    },
    nest: (draft, { at, depth }) => {
      withPlace(draft, at, ({ parent, key }) => {
        parent[key] = MARK;
      });
      if (draft.body !== undefined) draft.text = marked(draft.body, '['.repeat(depth) + ']'.repeat(depth));
    },
    number: (draft, { at, digits }) => {
      withPlace(draft, at, ({ parent, key }) => {
        parent[key] = MARK;
      });
      if (draft.body !== undefined) draft.text = marked(draft.body, digits);
    },
    text: (draft, { text }) => {
      if (draft.method !== 'GET') draft.text = text;
    },
    header: (draft, { name, value }) => {
      draft.headers[name] = value;
    },
    segment: (draft, { at, text }) => {
      draft.segments[at % draft.segments.length] = text;
    },
    query: (draft, { text }) => {
      draft.query.push(text);
    },
    method: (draft, { method }) => {
      draft.method = method;
    },
  };

const marked = (body: unknown, text: string): string =>
  JSON.stringify(body).replaceAll(`"${MARK}"`, () => text);

/** Numbers that follow from the seed alone. */
function chooser(seed: number): Choose {
  const random = fc.sample(fc.infiniteStream(fc.nat(2 ** 31 - 1)), { seed, numRuns: 1 })[0];
  return (below) => Number(random?.next().value ?? 0) % below;
}
