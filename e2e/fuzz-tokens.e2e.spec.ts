import { startWorld, until, type World } from '@app/testing';
import fc from 'fast-check';
import { randomInt } from 'node:crypto';
import { auditDatabases } from './audit-world.js';
import { Cast, someCustomer } from './authorization/cast.js';
import { leaksIn } from './authorization/leaks.js';
import { Stage } from './authorization/stage.js';
import { compose } from './fuzz/compose.js';
import { type Credentials, credentialsOf, opens } from './fuzz/credentials.js';
import { KnownValues } from './fuzz/known-values.js';
import { type Operation, operationsOf, reached, weighted } from './fuzz/operations.js';
import { type Plan, plans } from './fuzz/plan.js';
import { Secrets } from './fuzz/secrets.js';
import { hangUp, type Outgoing, type Reply, send } from './fuzz/send.js';
import { requestOf, shown, toldOf } from './fuzz/told.js';
import { createJudge } from './fuzz/verdict.js';

const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 2000);
const SEED = Number(process.env['FUZZ_SEED'] ?? randomInt(2 ** 31));
const TIME_LIMIT_MS = 300_000 + REQUESTS * 300;
// As one of many specs it stops in the middle rather than hold the others up, once it has reached what it is for.
const ENOUGH_MS = process.env['FUZZ_REQUESTS'] === undefined ? 20_000 : TIME_LIMIT_MS;
const AIMS = ['a customer 2xx', 'an administrator 2xx', 'a service 2xx', 'a token of a forger 401'];

const customers = Array.from({ length: 5 }, someCustomer);
const known = new KnownValues();
const secrets = new Secrets(customers.map(({ customerId }) => customerId));
const outcomes = new Map<string, number>();
const judge = createJudge();

let cast: Cast;
let world: World;
let credentials: Credentials[];
let operations: Operation[];
let wanted: Operation[];

beforeAll(async () => {
  cast = await Cast.open();
  world = await startWorld({ environment: cast.environment });
  credentials = await credentialsOf(cast, customers);
  operations = await operationsOf(world);
  wanted = weighted(operations);
  const stage = await new Stage(world, cast).open();
  for (const customer of customers) {
    for (const subject of ['order', 'notification', 'contact'] as const) {
      const { id, customerId, productId } = await stage.prepare(subject, customer);
      const told = { headers: {}, body: { id, customerId, productId } } as unknown as Reply;
      const app = subject === 'order' ? 'order-service' : 'notification-service';
      known.remember(operations.find((one) => one.app === app) as Operation, told);
      secrets.learn(told);
    }
  }
});
afterAll(async () => {
  hangUp();
  expect(await auditDatabases(world)).toEqual([]);
  await world.end();
  await cast.close();
});

const isFine = ({ status }: Reply) => status >= 200 && status < 300;

/** What is wrong with an answer in view of who asked, in words. */
function faultOf(who: Credentials, there: Operation | undefined, sent: Outgoing, reply: Reply) {
  if (there && isFine(reply) && !opens(who, there.access)) return `lets ${who.what} in`;
  const mayKnow = who.role === 'admin' || who.role === 'service';
  const leaks = mayKnow
    ? []
    : leaksIn(reply.text, requestOf(sent) + sent.path, secrets.besides(who.customerId));
  return leaks.length > 0 ? `tells ${who.what} of another customer's ${leaks.join(', ')}` : undefined;
}

let began = 0;
const isEnough = () => Date.now() - began > ENOUGH_MS && AIMS.every((aim) => outcomes.has(aim));

async function trial(plan: Plan): Promise<void> {
  if (isEnough()) return;
  const operation = wanted[plan.operation % wanted.length] as Operation;
  const who = credentials[plan.seed % credentials.length] as Credentials;
  const composed = compose(operation, plan, known);
  const sent = { ...composed, headers: { ...composed.headers, ...who.headers } };
  const reply = await send(world.url(operation.app), sent).catch((error: unknown) => {
    throw new Error(`there is no answer: ${String(error)}\n${requestOf(sent)}`, { cause: error });
  });
  const outcome = `${who.what} ${isFine(reply) ? '2xx' : reply.status}`;
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  const there = reached(operations, operation, sent);
  const fault = judge(there, sent, reply) ?? faultOf(who, there, sent, reply);
  if (fault !== undefined) throw new Error(`the answer ${fault}\n${shown(sent, reply)}`);
  known.remember(operation, reply);
  if (isFine(reply)) secrets.learn(reply);
}

describe('any request with any credentials', () => {
  it(
    'is answered as documented, lets nobody in who must not, and tells no customer of another',
    async () => {
      began = Date.now();
      const result = await fc.check(fc.asyncProperty(plans, trial), { seed: SEED, numRuns: REQUESTS });
      expect(result.failed ? toldOf(result, `--auth jwt --requests ${REQUESTS}`) : 'as documented').toBe(
        'as documented',
      );
    },
    TIME_LIMIT_MS,
  );

  it('reaches what it is for: each role gets something done, and whoever forges is turned away', () => {
    expect([...outcomes.keys()]).toEqual(expect.arrayContaining(AIMS));
  });

  it('leaves the services ready', async () => {
    for (const app of ['order-service', 'inventory-service', 'notification-service'] as const)
      await until(`${app} is ready`, async () => (await fetch(`${world.url(app)}/health/ready`)).ok);
  });
});
