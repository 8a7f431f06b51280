import { eventsIn, stamp } from '@app/contracts';
import { openTcpProxy, testServers, until } from '@app/testing';
import type { GetMessage } from 'amqplib';
import { setTimeout as pause } from 'node:timers/promises';
import { v7 } from 'uuid';
import { announced, LEASE_MS, type OutboxRow } from '../src/outbox/outbox.js';
import { append } from '../src/outbox/sql-outbox.js';
import type { Tx } from '../src/transaction/tx.js';
import { brokerOptions, cause, CHOREOGRAPHY, ThingMade, useSystem } from './fixture.js';
import { topologyOf } from '../src/topology/topology.js';

const rabbit = (): { host: string; port: number } => {
  const { hostname, port } = new URL(testServers().rabbitmqUrl);
  return { host: hostname, port: Number(port || 5672) };
};
const through = (port: number): string => {
  const url = new URL(testServers().rabbitmqUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return url.toString();
};

describe('the outbox relay', () => {
  const system = useSystem();
  const inOutbox = async () => (await system.database.query('SELECT FROM outbox_events')).length;
  const inbound = () => {
    const [queue] = topologyOf(CHOREOGRAPHY, system.broker).inbound;
    if (!queue) throw new Error('no subscription');
    return queue;
  };
  const handled = (subject: string) =>
    until(`${subject} is handled`, async () => (await system.effects(subject)).length);

  async function takeAll(queue: string): Promise<GetMessage[]> {
    const taken: GetMessage[] = [];
    for (;;) {
      const message = await system.probe.take(queue);
      if (!message) return taken;
      taken.push(message);
    }
  }

  async function publish(instance: Awaited<ReturnType<typeof system.start>>, id = v7()): Promise<string> {
    await instance.transactions.run(cause(), async (tx) => {
      tx.publish(ThingMade.of({ id, version: 1 }, { note: 'n' }));
    });
    return id;
  }

  /** Rows of a process that is no more. */
  const store = async (rows: readonly OutboxRow[], leased: boolean): Promise<void> => {
    const statements: Promise<unknown>[] = [];
    const write: Tx['write'] = (sql, parameters) => {
      const text = typeof sql === 'string' ? sql : sql.text;
      statements.push(system.database.query(text, [...(parameters ?? [])]));
    };
    append({ write }, rows, leased);
    await Promise.all(statements);
  };

  it('publishes what a process that died had committed, once its lease is over', async () => {
    const instance = await system.start();
    const id = v7();
    const event = stamp(ThingMade.of({ id, version: 1 }, { note: 'orphan' }), {
      id: v7(),
      time: new Date(),
      cause: cause(),
    });

    // Leased to a relay that no longer exists.
    await store([announced(event, instance.topology.events)], true);

    await handled(id);
    await until('the row is gone', async () => (await inOutbox()) === 0);
  });

  it('publishes what others left though it never rests for as long as it waits between two looks', async () => {
    const instance = await system.start({ outboxPollIntervalMs: 1000 });
    const id = v7();
    const draft = ThingMade.of({ id, version: 1 }, { note: 'orphan' });
    const event = stamp(draft, { id: v7(), time: new Date(), cause: cause() });
    await store([announced(event, instance.topology.events)], true);

    const published: string[] = [];
    const found = new AbortController();
    const working = (async () => {
      for (; !found.signal.aborted; await pause(50)) published.push(await publish(instance));
    })();
    await handled(id).finally(() => found.abort());
    await working;
    for (const one of published) await handled(one);
  });

  it('publishes each event once when several instances share a backlog', async () => {
    const first = await system.start({ consume: false });
    const ids = Array.from({ length: 400 }, () => v7());
    const rows = ids.map((id) => {
      const draft = ThingMade.of({ id, version: 1 }, { note: 'n' });
      const event = stamp(draft, { id: v7(), time: new Date(), cause: cause() });
      return announced(event, first.topology.events);
    });
    await store(rows, false);

    const began = Date.now();
    await Promise.all([system.start({ consume: false }), system.start({ consume: false })]);
    await until('the backlog is gone', async () => (await inOutbox()) === 0);
    const messages = await takeAll(inbound().queue);
    const published = messages.flatMap(({ content }) => eventsIn(content) ?? ['']).length;
    // Whoever holds a row for longer than its lease may lose it to another.
    const isQuick = Date.now() - began < LEASE_MS;
    expect(isQuick ? published : Math.min(published, 400)).toBe(400);

    for (const { content, properties } of messages)
      await system.probe.publish('', inbound().queue, content, properties);
    await system.start();
    await until('all are handled', async () => {
      const [row] = await system.database.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM effects WHERE subject = ANY($1)',
        [ids],
      );
      return row?.n === 400;
    });
  });

  it('delivers what was published while the queue was missing, as soon as the topology is whole again', async () => {
    const instance = await system.start({ consume: false });
    await publish(instance);
    await until('the topology is there', async () => (await inOutbox()) === 0);
    await system.probe.deleteQueue(inbound().queue);

    const id = await publish(instance);
    await until(
      'the broker has put it aside',
      async () => (await system.probe.depth(instance.topology.unroutable)) === 1,
    );

    await system.start();
    await handled(id);
    expect(await system.probe.depth(instance.topology.unroutable)).toBe(0);
  });

  it('keeps what the broker returns, and publishes it again after declaring the topology', async () => {
    const instance = await system.start({ consume: false });
    await system.probe.deleteQueue(inbound().queue);
    await system.probe.deleteQueue(instance.topology.unroutable);

    const id = await publish(instance);

    await until('it has arrived', async () => (await system.probe.depth(inbound().queue)) === 1);
    await system.start();
    await handled(id);
  });

  it('loses nothing when its connection is cut in the middle, and catches up when the broker is back', async () => {
    const proxy = await openTcpProxy(rabbit());
    try {
      const broker = { ...system.broker, urls: [through(proxy.port)] };
      const instance = await system.start({ broker });
      const before = await publish(instance);
      await handled(before);

      proxy.cut();
      const during = await Promise.all(Array.from({ length: 50 }, () => publish(instance)));
      expect(await inOutbox()).toBeGreaterThanOrEqual(50);
      proxy.restore();

      for (const id of during) await handled(id);
      for (let round = 0; round < 3; round++) {
        const burst = Promise.all(Array.from({ length: 50 }, () => publish(instance)));
        proxy.reset();
        for (const id of await burst) await handled(id);
      }
      await until('the outbox is empty', async () => (await inOutbox()) === 0);
    } finally {
      await proxy.close();
    }
  });

  it('starts without a broker, accepts work, and publishes when the broker comes', async () => {
    const proxy = await openTcpProxy(rabbit());
    proxy.cut();
    try {
      const instance = await system.start({
        broker: { ...system.broker, urls: [through(proxy.port)] },
        consume: true,
      });
      const id = await publish(instance);
      expect(await inOutbox()).toBe(1);
      proxy.restore();
      await handled(id);
    } finally {
      await proxy.close();
    }
  });

  it('is declared under names of its own when a prefix is given', () => {
    const { queues, exchanges } = topologyOf(CHOREOGRAPHY, brokerOptions({ prefix: 'mine.' }));
    expect([...queues, ...exchanges].every(({ name }) => name.startsWith('mine.'))).toBe(true);
  });
});
