import { openTcpProxy, testServers, until } from '@app/testing';
import { v7 } from 'uuid';
import { Desk, thing } from './desk.js';
import { type Instance, startInstance, useSystem } from './fixture.js';

const ADMIN = { 'x-role': 'admin' };
const ADA = { ...ADMIN, 'x-operator': 'ada' };
const everything = { selection: { all: true }, why: 'for the spec' };

describe('an operator', () => {
  afterAll(() => instance.stop()); // before its database goes
  const system = useSystem();
  let instance: Instance;
  let desk: Desk;
  let queue: string;

  beforeAll(async () => {
    instance = await startInstance(system);
    desk = new Desk(instance);
    queue = instance.topology.inbound[0]?.queue ?? '';
  });
  const give = async (...subjects: string[]): Promise<void> => {
    for (const subject of subjects) {
      const event = thing(subject, 1);
      await system.probe.publish('', `${queue}.dlq`, JSON.stringify(event), { messageId: event.id });
    }
  };

  it.each<['GET' | 'POST', string, object?]>([
    ['GET', '/dead-letters'],
    ['GET', '/dead-letters/some-id'],
    ['POST', '/dead-letters/replay', everything],
    ['POST', '/dead-letters/replay', { ...everything, dryRun: true }],
    ['POST', '/dead-letters/discard', everything],
    ['POST', '/streams/thing/some-id/force', { why: 'for the spec' }],
    ['GET', '/operator-actions'],
    ['GET', `/operator-actions/${v7()}`],
  ])('is refused %s %s without being an administrator', async (...[method, path, body]) => {
    const callers: Record<string, string>[] = [{}, { 'x-role': 'customer' }, { 'x-customer-id': v7() }];
    for (const headers of callers)
      expect(await desk.ask(method, path, body, { ...headers, 'x-operator': 'ada' })).toMatchObject({
        status: 403,
        body: { code: 'admin-only' },
      });
  });

  it.each<[string, string, object | undefined, Record<string, string>, number, string]>([
    ['without a name', '/dead-letters/replay', everything, ADMIN, 400, 'operator-required'],
    [
      'with a blank name',
      '/dead-letters/discard',
      everything,
      { ...ADMIN, 'x-operator': ' ' },
      400,
      'operator-required',
    ],
    ['without a reason', '/dead-letters/replay', { selection: { all: true } }, ADA, 400, 'validation-failed'],
    [
      'with a blank reason',
      '/dead-letters/discard',
      { ...everything, why: ' ' },
      ADA,
      400,
      'validation-failed',
    ],
    ['without a selection', '/dead-letters/discard', { why: 'x' }, ADA, 400, 'validation-failed'],
    [
      'with an empty selection',
      '/dead-letters/discard',
      { why: 'x', selection: {} },
      ADA,
      400,
      'validation-failed',
    ],
    [
      'with all and more',
      '/dead-letters/replay',
      { why: 'x', selection: { all: true, type: 'a' } },
      ADA,
      400,
      'validation-failed',
    ],
    [
      'with not quite all',
      '/dead-letters/replay',
      { why: 'x', selection: { all: false } },
      ADA,
      400,
      'validation-failed',
    ],
    [
      'with no ids',
      '/dead-letters/replay',
      { why: 'x', selection: { messageIds: [] } },
      ADA,
      400,
      'validation-failed',
    ],
    [
      'with batches of none',
      '/dead-letters/replay',
      { ...everything, batch: { first: 0 } },
      ADA,
      400,
      'validation-failed',
    ],
    [
      'with half a letter a second',
      '/dead-letters/replay',
      { ...everything, ratePerSecond: 0.5 },
      ADA,
      400,
      'validation-failed',
    ],
    [
      "of another service's queue",
      '/dead-letters/replay',
      { why: 'x', selection: { queue: 'order.product' } },
      ADA,
      404,
      'queue-not-found',
    ],
    [
      'of nothing',
      '/dead-letters/replay',
      { why: 'x', selection: { fingerprint: 'none' } },
      ADA,
      404,
      'dead-letter-not-found',
    ],
    [
      'of nothing, dry',
      '/dead-letters/discard',
      { why: 'x', selection: { type: 'none' }, dryRun: true },
      ADA,
      404,
      'dead-letter-not-found',
    ],
    ['past no gap', '/streams/thing/never-heard-of/force', { why: 'x' }, ADA, 409, 'no-gap'],
    ['in another stream', '/streams/nothing/some-id/force', { why: 'x' }, ADA, 404, 'stream-not-found'],
    [
      'for a reason of its own',
      '/streams/thing/a/force',
      { why: 'x', evenIf: ['luck'] },
      ADA,
      400,
      'validation-failed',
    ],
  ])('is refused an action %s, and it is not on record', async (_, path, body, headers, status, code) => {
    await give(v7());
    const answer = await desk.ask('POST', path, body, headers);
    expect(answer).toMatchObject({ status, body: { status, code } });
    expect(await system.database.query('SELECT FROM operator_actions')).toEqual([]);
  });

  it('is told that the broker is away', async () => {
    const { hostname, port } = new URL(testServers().rabbitmqUrl);
    const proxy = await openTcpProxy({ host: hostname, port: Number(port || 5672) });
    try {
      const url = new URL(testServers().rabbitmqUrl);
      url.hostname = '127.0.0.1';
      url.port = String(proxy.port);
      const behind = new Desk(await system.start({ broker: { ...system.broker, urls: [url.href] } }));
      expect(await behind.ask('GET', '/dead-letters')).toMatchObject({ status: 200 });
      proxy.cut();
      for (const ask of [
        () => behind.ask('GET', '/dead-letters'),
        () => behind.ask('POST', '/dead-letters/replay', everything),
      ])
        expect(await ask()).toMatchObject({
          status: 503,
          headers: { 'retry-after': expect.any(String) },
          body: { code: 'broker-unavailable' },
        });
      proxy.restore();
    } finally {
      await proxy.close();
    }
  });

  it('has one action at a time under way in a process, which a stopping service ends after its step, on record', async () => {
    const other = await system.start();
    const its = new Desk(other);
    await give(v7(), v7(), v7());
    const slowly = { selection: { all: true }, why: 'for the spec', ratePerSecond: 1 };
    const { body } = await its.ask('POST', '/dead-letters/replay', slowly);
    expect(await its.askOnce('POST', '/dead-letters/discard', everything)).toMatchObject({
      status: 409,
      body: { code: 'dead-letters-busy' },
    });
    await until('the first is handled', async () => {
      const [action] = await system.database.query<{ outcome: { handled?: number } | null }>(
        'SELECT outcome FROM operator_actions WHERE id = $1',
        [body.id],
      );
      return action?.outcome?.handled !== undefined;
    });
    await other.stop();

    const [action] = await system.database.query<{ finished_at: Date; outcome: Record<string, unknown> }>(
      'SELECT finished_at, outcome FROM operator_actions WHERE id = $1',
      [body.id],
    );
    expect(action).toMatchObject({ finished_at: expect.any(Date), outcome: { ended: 'stopped' } });
    const left = await system.probe.depth(`${queue}.dlq`);
    expect(left + Number(action?.outcome['replayed'])).toBeGreaterThanOrEqual(3);
  });
});
