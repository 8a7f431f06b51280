import { WAYBILL } from '@app/contracts';
import { bearDeepHeaders, topologyOf } from '@app/messaging';
import {
  BrokerProbe,
  createTestDatabase,
  nestedHeaders,
  type TestDatabase,
  testServers,
  until,
} from '@app/testing';
import { type ChannelModel, connect } from 'amqplib';
import { randomBytes, randomUUID } from 'node:crypto';
import { CreateMessagingTables1767225600000 } from '../../apps/notification-service/migrations/1767225600000-create-messaging-tables.js';
import { RecordIncidents1800000000000 } from '../../apps/notification-service/migrations/1800000000000-record-incidents.js';
import { declare } from '../../libs/messaging/src/topology/declare.js';
import { BrokerLook } from './broker.mjs';
import { lyingLetters } from './broker-rules.mjs';
import type { Snapshot } from './snapshots.mjs';
import { isLost, whereabouts } from './whereabouts.mjs';

describe('an event that was not handled', () => {
  const topology = topologyOf(
    { ...WAYBILL, subscriptions: WAYBILL.subscriptions.slice(0, 1) },
    { prefix: `a${randomBytes(4).toString('hex')}.`, retryDelaysMs: [600_000] },
  );
  const [inbound] = topology.inbound;
  if (!inbound) throw new Error('no subscription');
  const [tier] = inbound.retries;
  let database: TestDatabase;
  let connection: ChannelModel;
  let probe: BrokerProbe;
  let broker: BrokerLook;
  let subject: string;

  beforeAll(async () => {
    database = await createTestDatabase([CreateMessagingTables1767225600000, RecordIncidents1800000000000]);
    await (await database.open()).destroy();
    connection = await connect(testServers().rabbitmqUrl);
    await declare(await connection.createChannel(), topology);
    probe = await BrokerProbe.open();
    broker = await BrokerLook.open({ brokerUrl: testServers().rabbitmqUrl, bearDeepHeaders });
  });
  beforeEach(() => {
    subject = randomUUID();
  });
  afterAll(async () => {
    await broker.close();
    await probe.remove(topology);
    await probe.close();
    await connection.close();
    await database.drop();
  });

  const event = () =>
    JSON.stringify({ type: 'order.created', subject, sequence: 1, time: '2026-03-01T10:00:00Z' });
  const failed = { 'x-error-code': 'P0666', 'x-attempts': 1, 'x-last-failed-at': '2026-03-01T10:30:00Z' };

  /** With what consumers hold, if the broker tells. */
  const where = async (held?: number): Promise<string> => {
    const snapshot = database as unknown as Snapshot;
    const snapshots = { order: snapshot, inventory: snapshot, notification: snapshot };
    const letters = await lyingLetters(broker, topology, { withRetries: true });
    const missing = { subscriber: 'inventory', stream: 'order', subject, sequence: 1 } as const;
    const counts = held === undefined ? {} : { held: new Map([[inbound.queue, held]]) };
    return (await whereabouts({ snapshots, topology, letters, broker, ...counts }, missing)).where;
  };

  it('is found in the outbox', async () => {
    await database.query(
      `INSERT INTO outbox_events VALUES ($1, 'e', 'k', 'order.created', 'c', NULL, $2, now(), now(), 3)`,
      [randomUUID(), event()],
    );
    expect(await where()).toMatch(/^is in the outbox of order since \S+, 3 attempts$/);
  });

  it('is found parked', async () => {
    await database.query('ALTER TABLE parked_events DROP CONSTRAINT parked_events_sequence_check');
    await database.query(`INSERT INTO parked_events VALUES ('order', $1, 1, $2, $3)`, [
      subject,
      subject,
      event(),
    ]);
    expect(await where()).toMatch(/^is parked in inventory since \S+ though it is next$/);
  });

  it('is found where it waits to be tried again', async () => {
    await probe.publish('', tier?.queue ?? '', event(), { headers: failed });
    expect(await where()).toBe(
      `is tried again from ${tier?.queue} (code P0666, attempts 1) since 2026-03-01T10:30:00Z`,
    );
  });

  it('is found among the dead letters', async () => {
    await probe.publish('', inbound.deadLetters, event(), { headers: failed });
    expect(await where()).toBe(
      `is a dead letter in ${inbound.deadLetters} (code P0666) since 2026-03-01T10:30:00Z`,
    );
  });

  it('is found among the dead letters behind one whose headers are nested thousands of levels deep', async () => {
    await probe.publishRaw(inbound.deadLetters, { headers: nestedHeaders(6000) }, 'rubbish');
    await probe.publish('', inbound.deadLetters, event(), { headers: failed });
    expect(await where()).toMatch(/^is a dead letter in /);
    await Promise.all([probe.take(inbound.deadLetters), probe.take(inbound.deadLetters)]);
  });

  it('is found among the unroutable', async () => {
    await probe.publish('', topology.unroutable, event());
    expect(await where()).toBe(`is unroutable, in ${topology.unroutable}, since 2026-03-01T10:00:00Z`);
  });

  it('is said to be nowhere when it is, with what is on record of it', async () => {
    expect(await where(0)).toBe('is nowhere: LOST');
    expect(await where()).toBe(
      'is nowhere: LOST, unless a consumer holds it, which the broker does not tell here',
    );
    await database.query(
      `INSERT INTO stream_incidents (stream, subject, sequence, kind) VALUES ('order', $1, 1, 'discarded')`,
      [subject],
    );
    const lost = await where(0);
    expect(lost).toMatch(/^is nowhere: LOST; it was discarded at \S+$/);
    expect([isLost(lost), isLost(await where(1)), isLost(await where())]).toEqual([true, false, false]);
  });

  it('may be with a consumer while that holds anything of its queue', async () => {
    expect(await where(7)).toBe(`may be held by a consumer of ${inbound.queue} (7 unacknowledged)`);
  });

  it('may be in a queue, which is not looked into', async () => {
    await probe.publish('', inbound.queue, event());
    expect(await where(0)).toBe(`may be among the 1 messages of ${inbound.queue}`);
    expect(await where(2)).toBe(
      `may be among the 1 messages of ${inbound.queue}, or held by a consumer of ${inbound.queue} (2 unacknowledged)`,
    );
    expect(await probe.take(inbound.queue)).toMatchObject({ fields: { redelivered: false } });
  });

  it('is said to have been handled once it was', async () => {
    await database.query(`INSERT INTO stream_positions VALUES ('order', $1, 1)`, [subject]);
    expect(await where(0)).toBe('has been handled meanwhile');
  });

  it('and everything else stays where it was looked at', async () => {
    await where();
    for (const queue of [tier?.queue ?? '', inbound.deadLetters, topology.unroutable])
      await until(`${queue} has it back`, async () => (await probe.depth(queue)) === 1);
  });
});
