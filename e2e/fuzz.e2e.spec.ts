import { type AppName, until } from '@app/testing';
import fc from 'fast-check';
import { randomInt } from 'node:crypto';
import { brokenStock } from '../apps/inventory-service/src/stock/persistence/stock-invariants.js';
import { compose } from './fuzz/compose.js';
import { KnownValues } from './fuzz/known-values.js';
import { type Operation, operationsOf, reached, weighted } from './fuzz/operations.js';
import { type Plan, plans } from './fuzz/plan.js';
import { hangUp, send } from './fuzz/send.js';
import { requestOf, shown, toldOf } from './fuzz/told.js';
import { createJudge } from './fuzz/verdict.js';
import { useWorld } from './use-world.js';

const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 3000);
const SEED = Number(process.env['FUZZ_SEED'] ?? randomInt(2 ** 31));
// Far more than they take.
const TIME_LIMIT_MS = 300_000 + REQUESTS * 300;
// As one of many specs it stops in the middle rather than hold the others up, once it has reached what it is for.
const ENOUGH_MS = process.env['FUZZ_REQUESTS'] === undefined ? 30_000 : TIME_LIMIT_MS;
const AIMS = ['POST /orders 201', 'POST /inventory 201', 'POST /notifications 201'];
const APPS: readonly AppName[] = ['order-service', 'inventory-service', 'notification-service'];

describe('any request', () => {
  const the = useWorld();
  const known = new KnownValues();
  const answers = new Set<string>();
  const judge = createJudge();
  let operations: Operation[] = [];
  let wanted: Operation[] = [];

  beforeAll(async () => {
    await the.shop().stock({ lamp: 1_000_000, shade: 500, bulb: 5 });
    operations = await operationsOf(the.world);
    wanted = weighted(operations);
  });
  afterAll(hangUp);

  let began = 0;
  const isEnough = () => Date.now() - began > ENOUGH_MS && AIMS.every((aim) => answers.has(aim));

  const trial = async (plan: Plan): Promise<void> => {
    if (isEnough()) return;
    const operation = wanted[plan.operation % wanted.length] as Operation;
    const sent = compose(operation, plan, known);
    const reply = await send(the.world.url(operation.app), sent).catch((error: unknown) => {
      throw new Error(`there is no answer: ${String(error)}\n${requestOf(sent)}`, { cause: error });
    });
    answers.add(`${operation.method} ${operation.path} ${reply.status}`);
    const fault = judge(reached(operations, operation, sent), sent, reply);
    if (fault !== undefined) throw new Error(`the answer ${fault}\n${shown(sent, reply)}`);
    known.remember(operation, reply);
  };

  it(
    'is answered soon, as documented, and never by a failure of ours',
    async () => {
      began = Date.now();
      const result = await fc.check(fc.asyncProperty(plans, trial), { seed: SEED, numRuns: REQUESTS });
      expect(result.failed ? toldOf(result, `--requests ${REQUESTS}`) : 'all as documented').toBe(
        'all as documented',
      );
    },
    TIME_LIMIT_MS,
  );

  it('reaches what it is for: orders are placed, products added, notifications asked for', () => {
    expect([...answers]).toEqual(expect.arrayContaining(AIMS));
  });

  it('leaves the services alive and the stock sound', async () => {
    const running = APPS.flatMap((app) => the.world.instances(app).map(({ isRunning }) => isRunning));
    expect(running).toEqual([true, true, true]);
    for (const app of APPS)
      await until(`${app} is ready`, async () => (await fetch(`${the.world.url(app)}/health/ready`)).ok);
    expect(await brokenStock(the.world.databases.inventory)).toEqual([]);
  });
});
