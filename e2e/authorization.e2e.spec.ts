import { startWorld, type World } from '@app/testing';
import { type Asking, ASKING, expectedOf, MATRIX } from '../tools/authorization/matrix.mjs';
import type { Facts, Row } from '../tools/authorization/row.mjs';
import { Cast, type Customer, type Headers, someCustomer } from './authorization/cast.js';
import { leaksIn } from './authorization/leaks.js';
import { Stage } from './authorization/stage.js';

const WITH_EVERY_ROUTE = {
  PAYMENT_PROVIDER: 'stripe',
  STRIPE_SECRET_KEY: 'of-a-spec',
  STRIPE_WEBHOOK_SECRET: 'of-a-spec',
  STRIPE_SUCCESS_URL: 'https://shop.example/paid',
  STRIPE_CANCEL_URL: 'https://shop.example/basket',
  STRIPE_API_BASE: 'http://127.0.0.1:1',
};
const NO_SCOPE = 'inventory:read';

let cast: Cast;
let world: World;
let stage: Stage;
const asking = someCustomer();
const other = someCustomer();

beforeAll(async () => {
  cast = await Cast.open();
  world = await startWorld({ environment: { ...cast.environment, ...WITH_EVERY_ROUTE } });
  stage = await new Stage(world, cast).open();
  for (const customer of [asking, other])
    for (const subject of ['order', 'notification', 'contact'] as const)
      await stage.prepare(subject, customer);
});
afterAll(async () => {
  await world.end();
  await cast.close();
});

async function headersOf(who: Asking, { scope }: Row): Promise<Headers> {
  switch (who) {
    case 'nobody':
      return {};
    case 'administrator':
      return cast.admin();
    case 'customer, own':
    case "customer, another's":
      return cast.customer(asking);
    case 'service with the scope':
      return cast.service(scope ?? NO_SCOPE);
    case 'key with the scope':
      return cast.key(scope ?? NO_SCOPE);
    case 'service without':
      return (await cast.allBut(scope)).service;
    case 'key without':
      return (await cast.allBut(scope)).key;
  }
}

/** The text of a stream of events is left alone, for it does not end. */
async function ask(url: string, init: RequestInit): Promise<{ status: number; text: string }> {
  const leave = new AbortController();
  const response = await fetch(url, { ...init, signal: leave.signal });
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  const text = isStream ? '' : await response.text();
  if (isStream) leave.abort();
  return { status: response.status, text };
}

const codeIn = (text: string): string => {
  const [, code = ''] = /"code":"([a-z0-9-]+)"/.exec(text) ?? [];
  return code;
};

async function outcome(row: Row, who: Asking, owner: Customer) {
  const facts: Facts = await stage.prepare(row.subject, owner);
  const [method = '', route = ''] = row.route.split(' ');
  const { path = route.replaceAll(/:\w+/g, facts.id), body, headers = {} } = row.wanted(facts);
  const json: Headers = body === undefined ? {} : { 'content-type': 'application/json' };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await ask(world.url(row.app) + path, {
    method,
    body: text,
    headers: { ...json, ...headers, ...(await headersOf(who, row)) },
  });
  const isCustomer = who.startsWith('customer');
  const secrets =
    owner === other ? [other.customerId, other.email, facts.id] : [other.customerId, other.email];
  const leaks = isCustomer ? leaksIn(answer.text, `${path} ${text}`, secrets) : [];
  return { status: answer.status, code: answer.status >= 400 ? codeIn(answer.text) : '', leaks };
}

const shown = (answer: number | string): string => String(answer);

describe('every route of every service', () => {
  it.each(MATRIX.map((row) => [row.app, row.route, row] as const))(
    'answers whoever asks as the table has it, and gives nothing of another customer away: %s %s',
    async (_app, _route, row) => {
      const expected: Record<string, string> = {};
      const received: Record<string, string> = {};
      for (const who of ASKING) {
        const answer = expectedOf(row, who);
        if (answer === undefined) continue;
        const { status, code, leaks } = await outcome(row, who, who === 'customer, own' ? asking : other);
        expected[who] = shown(answer);
        received[who] = [status, ...(code === '' ? [] : [code]), ...leaks].join(' ');
      }
      expect(received).toEqual(expected);
    },
  );

  it('has a row in the table', async () => {
    const rows = new Set(MATRIX.map(({ app, route }) => `${app} ${route}`));
    for (const app of ['order-service', 'inventory-service', 'notification-service'] as const) {
      const { paths } = (await (await fetch(`${world.url(app)}/api/docs-json`)).json()) as {
        paths: Record<string, object>;
      };
      const routes = Object.entries(paths).flatMap(([path, methods]) =>
        Object.keys(methods).map(
          (method) => `${app} ${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
        ),
      );
      expect(routes.filter((route) => !rows.has(route))).toEqual([]);
    }
  });
});

describe('a customer', () => {
  const list = async (app: 'order-service' | 'notification-service', path: string) => {
    const { text } = await ask(world.url(app) + path, { headers: await cast.customer(asking) });
    return JSON.parse(text) as { customerId?: string; metadata?: { customerId?: string } }[];
  };

  it('finds in lists what is theirs, and nothing else', async () => {
    await world.settled();
    const orders = await list('order-service', '/orders?limit=200');
    const notifications = await list('notification-service', '/notifications?limit=200');
    expect(new Set(orders.map(({ customerId }) => customerId))).toEqual(new Set([asking.customerId]));
    expect(new Set(notifications.map(({ metadata }) => metadata?.customerId))).toEqual(
      new Set([asking.customerId]),
    );
  });
});
