import { type DomainEvent, type EventDraft, stamp } from '@app/contracts';
import { openTcpProxy, testServers, until } from '@app/testing';
import type { GetMessage, Options } from 'amqplib';
import { v7 } from 'uuid';
import { cause, type Instance, ThingMade, ThingUsed, useSystem } from './fixture.js';

const made = (id: string) => ThingMade.of({ id, version: 1 }, { note: 'made' });
const used = (id: string) => ThingUsed.of({ id, version: 2 }, { note: 'used' });
const eventOf = (draft: EventDraft): DomainEvent =>
  stamp(draft, { id: v7(), time: new Date(), cause: cause() });

class Broken extends Error {
  readonly code = 'broken-thing';
}

describe('when something fails', () => {
  const system = useSystem();
  const deliver = (exchange: string, draft: EventDraft, event = eventOf(draft)) =>
    system.probe.publish(exchange, event.type, JSON.stringify(event), { messageId: event.id });
  const handled = (id: string, count = 1) =>
    until(`${id} is handled`, async () => (await system.effects(id)).length === count);
  const deadLetter = (queue: string): Promise<GetMessage> =>
    until('there is a dead letter', () => system.probe.take(queue));
  const theInbound = (instance: Awaited<ReturnType<typeof system.start>>) => {
    const [inbound] = instance.topology.inbound;
    if (!inbound) throw new Error('no subscription');
    return inbound;
  };

  it('tries again after each delay, then gives the event up with its history in the headers', async () => {
    const instance = await system.start();
    const inbound = theInbound(instance);
    const id = v7();
    const tries: number[] = [];
    system.interferences.before = (batch) => {
      if (!batch.some(({ subject }) => subject === id)) return;
      tries.push(Date.now());
      throw new Broken('out of order');
    };
    const event = eventOf(made(id));
    await deliver(instance.topology.events, made(id), event);

    const letter = await deadLetter(inbound.deadLetters);
    expect(tries).toHaveLength(3);
    expect((tries[1] ?? 0) - (tries[0] ?? 0)).toBeGreaterThanOrEqual(95);
    expect((tries[2] ?? 0) - (tries[1] ?? 0)).toBeGreaterThanOrEqual(195);
    expect(letter.content.toString()).toBe(JSON.stringify(event));
    expect(letter.properties.headers).toMatchObject({
      'x-attempts': 3,
      'x-origin-queue': inbound.queue,
      'x-error-code': 'broken-thing',
      'x-error': 'out of order',
      'x-error-fingerprint': expect.stringMatching(/^[0-9a-f]{12}$/),
      'x-first-failed-at': expect.any(String),
      'x-last-failed-at': expect.any(String),
    });
  });

  it('succeeds on the ladder when the fault passes', async () => {
    const instance = await system.start();
    const id = v7();
    let failures = 0;
    system.interferences.before = (batch) => {
      if (batch.some(({ subject }) => subject === id) && failures++ === 0) throw new Broken('once');
    };
    await deliver(instance.topology.events, made(id));
    await handled(id);
    expect(failures).toBe(2);
  });

  it('lets the neighbours of a bad event commit without it', async () => {
    const writer = await system.start({ consume: false });
    const ids = Array.from({ length: 40 }, () => v7());
    const bad = ids[17];
    for (const id of ids) await deliver(writer.topology.events, made(id));
    system.interferences.before = (batch) => {
      if (batch.some(({ subject }) => subject === bad)) throw new Broken('bad apple');
    };

    const instance = await system.start();
    await deadLetter(theInbound(instance).deadLetters);
    for (const id of ids) if (id !== bad) await handled(id);
    expect(await system.effects(bad ?? '')).toEqual([]);
  });

  it('holds only the stream of a dead letter, and goes on in order when the letter is replayed', async () => {
    const instance = await system.start();
    const inbound = theInbound(instance);
    const [stuck, free] = [v7(), v7()];
    system.interferences.before = (batch) => {
      if (batch.some(({ subject, sequence }) => subject === stuck && sequence === 1))
        throw new Broken('stuck');
    };
    await deliver(instance.topology.events, made(stuck));
    const letter = await deadLetter(inbound.deadLetters);
    await deliver(instance.topology.events, used(stuck));
    await deliver(instance.topology.events, made(free));
    await deliver(instance.topology.events, used(free));
    await handled(free, 2);
    expect(await system.effects(stuck)).toEqual([]);

    system.interferences.before = () => undefined;
    await system.probe.publish('', inbound.queue, letter.content);
    await handled(stuck, 2);
    expect((await system.effects(stuck)).map(({ sequence }) => sequence)).toEqual([1, 2]);
  });

  it.each([
    ['not JSON', 'bad-json', '{"almost'],
    ['no envelope', 'bad-envelope', '{"hello":"world"}'],
    ['more than 256 KiB', 'too-large', `"${'x'.repeat(262_143)}"`],
    ['JSON but not an object', 'bad-envelope', '[]'],
    ['an unknown type', 'unknown-type', JSON.stringify({ ...eventOf(made(v7())), type: 'thing.unheard' })],
    [
      'an unknown version',
      'unknown-version',
      JSON.stringify({ ...eventOf(made(v7())), dataschema: 'urn:waybill:thing.made:9' }),
    ],
    [
      'data that breaks the contract',
      'bad-data',
      JSON.stringify({ ...eventOf(made(v7())), data: { note: 7 } }),
    ],
    [
      'a tenant we do not have',
      'unknown-tenant',
      JSON.stringify({ ...eventOf(made(v7())), tenant: 'elsewhere' }),
    ],
  ])('puts %s to the dead letters at once, its body untouched', async (_, code, body) => {
    const instance = await system.start();
    const { queue, deadLetters } = theInbound(instance);
    await until('the queue is there', () => system.probe.depth(queue).then(() => true));

    await system.probe.publish('', queue, body);
    const letter = await deadLetter(deadLetters);

    expect(letter.content.toString()).toBe(body);
    expect(letter.properties.headers).toMatchObject({ 'x-attempts': 1, 'x-error-code': code });
  });

  it('puts what is too large to the dead letters while a batch is still being handled', async () => {
    const instance = await system.start();
    const { queue, deadLetters } = theInbound(instance);
    const id = v7();
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    system.interferences.before = () => held;
    await deliver(instance.topology.events, made(id));

    await system.probe.publish('', queue, 'x'.repeat(262_145));

    const letter = await deadLetter(deadLetters);
    expect(letter.properties.headers).toMatchObject({ 'x-attempts': 1, 'x-error-code': 'too-large' });
    expect(await system.effects(id)).toEqual([]);
    goOn();
    await handled(id);
  });

  it('sends data that the database cannot hold to the dead letters at once', async () => {
    const instance = await system.start();
    const id = v7();
    await deliver(instance.topology.events, ThingMade.of({ id, version: 1 }, { note: 'nul \u0000 inside' }));
    const letter = await deadLetter(theInbound(instance).deadLetters);
    expect(letter.properties.headers).toMatchObject({ 'x-attempts': 1, 'x-error-code': '22021' });
  });

  it.each<[string, Options.Publish]>([
    ['the id of its user', { userId: decodeURIComponent(new URL(testServers().rabbitmqUrl).username) }],
    // An hour: before it is ours, the broker gives a message up by its time itself.
    ['an expiration', { expiration: '3600000' }],
    ['copies for other queues', { CC: ['elsewhere'] }],
    [
      'a number of attempts that is none',
      { headers: { 'x-attempts': 'many', 'x-first-failed-at': { a: 1 } } },
    ],
    ['an empty id', { messageId: '' }],
    ['a table in a table', { headers: { odd: { even: { deep: [1, null] } } } }],
    ['more headers than a client can send again', { headers: { big: 'x'.repeat(65_000) } }],
  ])('gives up rubbish that carries %s, and goes on', async (_, options) => {
    const instance = await system.start();
    const { queue, deadLetters } = theInbound(instance);
    const id = v7();

    await system.probe.publish('', queue, 'rubbish', options);
    const letter = await deadLetter(deadLetters);
    expect(letter.content.toString()).toBe('rubbish');
    expect(letter.properties.headers).toMatchObject({ 'x-attempts': 1, 'x-error-code': 'bad-json' });
    expect(letter.properties.expiration).toBeUndefined();

    await deliver(instance.topology.events, made(id));
    await handled(id);
  });

  it('repeats a deadlocked batch at once and counts no attempt', async () => {
    const instance = await system.start();
    const id = v7();
    let deadlocks = 0;
    system.interferences.before = async (batch, tx) => {
      if (batch.some(({ subject }) => subject === id) && deadlocks++ < 2) {
        await tx.query(`DO $$ BEGIN RAISE EXCEPTION 'as if' USING ERRCODE = '40P01'; END $$`);
      }
    };
    await deliver(instance.topology.events, made(id));
    await handled(id);
    expect(deadlocks).toBe(3);
    expect(await retriesSoFar(instance)).toBe(0);
  });

  it('repeats a batch that a lock holds up beyond the time limit of a statement, and counts no attempt', async () => {
    const { config } = system.database;
    const instance = await system.start({
      database: { ...system.database, config: { ...config, statementTimeoutMs: 500 } },
    });
    await system.database.query('BEGIN');
    await system.database.query('LOCK TABLE effects');
    const ids = [v7(), v7(), v7()];
    for (const id of ids) await deliver(instance.topology.events, made(id));
    await until('the batch was held up three times', async () =>
      /^waybill_held_up_total\S* [3-9]/m.test(await metricsOf(instance)),
    );
    await system.database.query('COMMIT');

    for (const id of ids) await handled(id);
    expect(await retriesSoFar(instance)).toBe(0);
  });

  it('repeats a batch whose locks are not to be had in time', async () => {
    const instance = await system.start();
    const id = v7();
    let refusals = 0;
    system.interferences.before = async (batch, tx) => {
      if (batch.some(({ subject }) => subject === id) && refusals++ < 2)
        await tx.query(`DO $$ BEGIN RAISE EXCEPTION 'as if' USING ERRCODE = '55P03'; END $$`);
    };
    await deliver(instance.topology.events, made(id));
    await handled(id);
    expect(await retriesSoFar(instance)).toBe(0);
  });

  it('pauses while the database is away, says so, and counts no attempt', async () => {
    const { host, port } = system.database.config;
    const proxy = await openTcpProxy({ host, port });
    try {
      const behind = {
        ...system.database,
        config: { ...system.database.config, host: '127.0.0.1', port: proxy.port },
      };
      const instance = await system.start({ database: behind });
      const readiness = async () =>
        (await instance.app.inject('/health')).json<{ details: Record<string, { status: string }> }>();
      const first = v7();
      await deliver(instance.topology.events, made(first));
      await handled(first);

      proxy.cut();
      const ids = Array.from({ length: 10 }, () => v7());
      for (const id of ids) await deliver(instance.topology.events, made(id));
      await until('it says so', async () => (await readiness()).details['consumer']?.status === 'down');
      proxy.restore();

      for (const id of ids) await handled(id);
      await until('it is well again', async () => (await readiness()).details['consumer']?.status === 'up');
      expect(await retriesSoFar(instance)).toBe(0);
    } finally {
      await proxy.close();
    }
  });

  it('goes on when every connection to the database is terminated in the middle', async () => {
    const instance = await system.start();
    const ids = Array.from({ length: 60 }, () => v7());
    for (const [index, id] of ids.entries()) {
      await deliver(instance.topology.events, made(id));
      if (index % 20 === 10) {
        await system.database.query(
          'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
        );
      }
    }
    for (const id of ids) await handled(id);
    expect(await retriesSoFar(instance)).toBe(0);
  });

  it('consumes again after its queue was deleted', async () => {
    const instance = await system.start();
    const before = v7();
    await deliver(instance.topology.events, made(before));
    await handled(before);

    await system.probe.deleteQueue(theInbound(instance).queue);
    const after = v7();
    await until('the queue is back', () => system.probe.depth(theInbound(instance).queue).then(() => true));
    await deliver(instance.topology.events, made(after));
    await handled(after);
  });

  const metricsOf = async ({ app }: Instance): Promise<string> => (await app.inject('/metrics')).body;

  async function retriesSoFar(instance: Instance): Promise<number> {
    const counts = (await metricsOf(instance)).matchAll(/^waybill_retries_total\S* (\d+)/gm);
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  }
});
