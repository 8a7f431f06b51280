import { type DomainEvent, type EventDraft, stamp } from '@app/contracts';
import { openTcpProxy, type TcpProxy, testServers, until } from '@app/testing';
import { v7 } from 'uuid';
import { DependencyUnavailable } from '../src/database/failures.js';
import { cause, type Instance, ThingMade, useSystem } from './fixture.js';

// Short: each is waited for while the line says nothing.
const IMPATIENCE = { connectTimeoutMs: 3_000, statementTimeoutMs: 1_000 };

describe('a line on which packets vanish', () => {
  const system = useSystem();
  let line: TcpProxy;
  afterEach(() => line.close());

  const made = (id: string): EventDraft => ThingMade.of({ id, version: 1 }, { note: 'made' });
  const handled = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids)
      await until(`${id} is handled`, async () => (await system.effects(id)).length === 1);
  };

  describe('to the database', () => {
    const startBehindTheLine = async (): Promise<Instance> => {
      const { config } = system.database;
      line = await openTcpProxy(config);
      const behind = { host: '127.0.0.1', port: line.port, ...IMPATIENCE };
      return system.start({ database: { ...system.database, config: { ...config, ...behind } } });
    };
    const deliver = async ({ topology }: Instance): Promise<string> => {
      const id = v7();
      const event: DomainEvent = stamp(made(id), { id: v7(), time: new Date(), cause: cause() });
      await system.probe.publish(topology.events, event.type, JSON.stringify(event));
      return id;
    };

    it('holds what was delivered, says so, counts no attempt, and is got over on new connections', async () => {
      const instance = await startBehindTheLine();
      const health = async () => (await instance.app.inject('/health')).json<Health>();
      await handled([await deliver(instance)]);
      await until('all is well', async () => (await health()).status === 'ok');

      line.blackhole();
      const ids = [await deliver(instance), await deliver(instance)];
      await until('it says so', async () => (await health()).details['database']?.status === 'down');
      await until('it holds them', async () => (await health()).details['consumer']?.status === 'down');
      line.restore();

      await handled(ids);
      await until('it is well again', async () => (await health()).status === 'ok');
      expect((await instance.app.inject('/metrics')).body).not.toMatch(
        /^waybill_(retries|dead_letters)_total\S* [1-9]/m,
      );
    });

    it('fails what was under way as an outage, and none of its connections is used again', async () => {
      const { transactions } = await startBehindTheLine();
      const inside = transactions.run(cause(), async (tx) => {
        line.blackhole();
        await tx.query('SELECT 1');
      });
      await expect(inside).rejects.toBeInstanceOf(DependencyUnavailable);
      await expect(transactions.reader('default').query('SELECT 1')).rejects.toBeInstanceOf(
        DependencyUnavailable,
      );
      line.restore();

      const answers = await until('the database answers', () =>
        Promise.all(
          Array.from({ length: 10 }, (_, n) =>
            transactions.reader('default').query('SELECT $1::int AS n', [n]),
          ),
        ),
      );
      expect(answers).toEqual(Array.from({ length: 10 }, (_, n) => [{ n }]));
    });
  });

  it('to the broker ends in new connections, and everything is published and delivered', async () => {
    const broker = new URL(testServers().rabbitmqUrl);
    line = await openTcpProxy({ host: broker.hostname, port: Number(broker.port || 5672) });
    const behind = new URL(broker);
    behind.host = `127.0.0.1:${line.port}`;
    behind.searchParams.set('heartbeat', '1');
    const instance = await system.start({ broker: { ...system.broker, urls: [behind.href] } });
    const publish = async (): Promise<string> => {
      const id = v7();
      await instance.transactions.run(cause(), (tx) => Promise.resolve(tx.publish(made(id))));
      return id;
    };
    await handled([await publish()]);

    line.blackhole();
    const ids = [await publish(), await publish()];
    await until('it says so', async () => (await instance.app.inject('/health')).statusCode === 503);
    line.restore();

    await handled([...ids, await publish()]);
    await until(
      'the outbox is empty',
      async () => (await system.database.query('SELECT FROM outbox_events')).length === 0,
    );
  });
});

interface Health {
  readonly status: string;
  readonly details: Record<string, { readonly status: string }>;
}
