import { WAYBILL } from '@app/contracts';
import { testServers, until } from '@app/testing';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { declare } from '../src/topology/declare.js';
import { ownPart, topologyOf } from '../src/topology/topology.js';

interface Definitions {
  readonly permissions: readonly Record<'user' | 'vhost' | 'configure' | 'write' | 'read', string>[];
}

const definitions = JSON.parse(readFileSync('docker/rabbitmq/definitions.json', 'utf8')) as Definitions;
const SERVICES = ['order', 'inventory', 'notification'] as const;
const whole = topologyOf(WAYBILL, { prefix: '', retryDelaysMs: [1000, 5000, 25_000] });

const permissionsOf = (service: string) => {
  const found = definitions.permissions.find(({ user }) => user === `${service}-service`);
  if (!found) throw new Error(`no permissions of ${service}`);
  return {
    configure: new RegExp(found.configure),
    write: new RegExp(found.write),
    read: new RegExp(found.read),
  };
};

describe('the user of a service on the broker', () => {
  it.each(SERVICES)(
    'may do with its own queues and what all share whatever the %s service does',
    (service) => {
      const own = ownPart(whole, service);
      const names = [...own.exchanges, ...own.queues].map(({ name }) => name);
      const locks = own.inbound
        .filter(({ subscription }) => subscription.subscriber === service)
        .map(({ deadLetters }) => `${deadLetters}.lock`);

      for (const may of Object.values(permissionsOf(service)))
        expect([...names, ...locks].filter((name) => !may.test(name))).toEqual([]);
    },
  );

  it.each(SERVICES)('may do nothing with the queues of the others: %s', (service) => {
    const { expected } = ownPart(whole, service);

    expect(expected.length).toBeGreaterThan(0);
    for (const may of Object.values(permissionsOf(service)))
      expect(expected.filter((name) => may.test(name))).toEqual([]);
  });

  it('may publish to the exchange of events, and by the name of a queue, which no permission can narrow', () => {
    for (const { write, configure } of SERVICES.map(permissionsOf)) {
      expect(['waybill.events', 'amq.default'].filter((name) => !write.test(name))).toEqual([]);
      expect(configure.test('amq.default')).toBe(false);
    }
  });
});

describe('services that declare their own queues only', () => {
  const prefix = `own_${randomBytes(4).toString('hex')}.`;
  const topology = topologyOf(WAYBILL, { prefix, retryDelaysMs: [1000] });
  let connection: ChannelModel;
  beforeAll(async () => {
    connection = await connect(testServers().rabbitmqUrl);
  });
  afterAll(async () => {
    const channel = await connection.createChannel();
    for (const { name } of topology.queues) await channel.deleteQueue(name);
    for (const { name } of topology.exchanges) await channel.deleteExchange(name);
    await connection.close();
  });

  const opened = async (): Promise<Channel> => {
    const channel = await connection.createChannel();
    return channel.on('error', () => undefined);
  };
  const declaring = async (service: (typeof SERVICES)[number]) => {
    await declare(await opened(), ownPart(topology, service));
    return true;
  };

  it('are not ready to publish before the others have declared theirs, and all are after that', async () => {
    await expect(declaring('order')).rejects.toMatchObject({ code: 404 });
    await expect(declaring('inventory')).rejects.toMatchObject({ code: 404 });
    // The last one finds everything there.
    await declaring('notification');

    await Promise.all(SERVICES.map((service) => until(service, () => declaring(service))));
    const channel = await opened();
    for (const { name } of topology.queues) await channel.checkQueue(name);
  });
});
