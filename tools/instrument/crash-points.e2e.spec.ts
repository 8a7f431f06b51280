import {
  type AppName,
  createTestDatabase,
  freePorts,
  ServiceProcess,
  Shop,
  startWorld,
  until,
  type World,
} from '@app/testing';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findings } from '../proof/findings.js';
import { Traffic } from '../proof/traffic.js';
import { inRoot } from '../support/paths.mjs';
import { instrumented, reported } from './instrumented.mjs';
import { HOOK } from './marker.mjs';
import { crashPoints } from './points.mjs';
import { GHOST, GHOST_ID, ghost } from './ghost.js';

const PAYMENT_WINDOW_MS = 3_000;
const UNDER_WAY = 4;
// Far longer than it takes: a machine may be busy with much else.
const DIES_WITHIN_MS = 300_000;
const READY_WITHIN_MS = 180_000;
// With SIGSTOP each stands still for longer than any lease or open transaction lasts, goes on with what it held, and dies.
const SIGNAL = process.env['CRASH_SIGNAL'] === 'SIGSTOP' ? 'SIGSTOP' : 'SIGKILL';
const STANDS_STILL_MS = 10_000;
const GOES_ON_MS = 2_000;
const ENVIRONMENT = {
  PAYMENT_WINDOW_MS: String(PAYMENT_WINDOW_MS),
  RESERVATION_TTL_MS: String(PAYMENT_WINDOW_MS),
  PAYMENT_POLL_INTERVAL_MS: '500',
  SENDER_CONCURRENCY: String(UNDER_WAY),
  SEND_LEASE_MS: '2000',
  POLL_INTERVAL_MS: '200',
  DB_POOL_SIZE: '5',
};

const INSTRUMENTED = instrumented({});

/** One death: where, and what brings the service there if the traffic does not. */
interface Death {
  /** The point, and its pass if not the first. */
  readonly at: string;
  /** What happens at other points before. */
  readonly first?: string;
  readonly drive?: (world: World, service: ServiceProcess) => Promise<unknown>;
}

const queueOf = ({ topology }: World, name: string): string => {
  const inbound = topology.inbound.find(({ queue }) => queue.endsWith(name));
  if (!inbound) throw new Error(`no queue ${name}`);
  return inbound.queue;
};
const deliver = (queue: string, body: string) => (world: World) =>
  world.probe.publish('', queueOf(world, queue), body);
const answers = async ({ url }: ServiceProcess, probe: string) => (await fetch(`${url}/health/${probe}`)).ok;
const stop = (_world: World, service: ServiceProcess) => service.stop();
// Each failure halves the batch, so one alone would cost no event an attempt.
const HANDLERS_FAIL = [1, 2, 3, 4, 5, 6, 7, 8].map((pass) => `consumer-before-round:${pass}:throw`).join();

const DEATHS: Record<AppName, readonly Death[]> = {
  'order-service': [
    { at: 'topology-declared' },
    { at: 'transaction-begun:20' },
    { at: 'order-before-insert' },
    { at: 'order-inserted' },
    { at: 'idempotency-before-key' },
    { at: 'idempotency-key-stored' },
    { at: 'order-unanswered' },
    { at: 'order-decided' },
    { at: 'payment-link-made' },
    { at: 'payment-recorded' },
    { at: 'payment-expiring' },
    { at: 'relay-before-publish' },
    { at: 'relay-before-delete' },
    { at: 'relay-after-delete' },
  ],
  'inventory-service': [
    { at: 'transaction-before-commit' },
    { at: 'consumer-before-round' },
    { at: 'consumer-before-ack' },
    { at: 'consumer-between-acks' },
    { at: 'consumer-after-acks' },
    { at: 'copy-before-publish', drive: deliver('inventory.order', 'rubbish') },
    { at: 'copy-confirmed', first: HANDLERS_FAIL },
    { at: 'reservation-inserted' },
    { at: 'stock-reserved' },
    { at: 'reservation-settled' },
    { at: 'reservation-expiring' },
    { at: 'publisher-between:2' },
    { at: 'publisher-unconfirmed' },
    { at: 'stop-begun', drive: stop },
  ],
  'notification-service': [
    { at: 'transaction-committed' },
    // What the one before it left.
    { at: 'relay-claimed' },
    { at: 'sequencer-parked', drive: deliver('notification.product', ghost(2)) },
    { at: 'sequencer-released', drive: deliver('notification.product', ghost(1)) },
    { at: 'outage-before-probe', first: 'consumer-before-round:1:throw=57P01' },
    { at: 'send-born' },
    { at: 'send-claimed' },
    { at: 'mail-before-smtp' },
    { at: 'mail-taken' },
    { at: 'send-outcome-stored' },
    { at: 'stop-requests-answered', drive: stop },
    { at: 'relay-stopping', drive: stop },
  ],
};

/** On the way from an empty database to a service that is ready. */
const BIRTHS = ['migrations-locked', 'migration-between', 'migration-inside', 'migrations-done'];
// One that stood still goes on to the end of its migrations, and leaves nothing to the next.
const ON_ONE_DATABASE = SIGNAL === 'SIGSTOP' ? BIRTHS.map((at) => [at]) : [BIRTHS];

/** Lets a service live on a database that nobody has migrated. */
async function onEmptyDatabase(life: (service: ServiceProcess) => Promise<void>): Promise<void> {
  const database = await createTestDatabase([]);
  const [port = 0] = await freePorts(1);
  // It needs no broker to start, and this one must not take part in the world.
  const environment = { ...database.environment, NODE_ENV: 'test', RABBITMQ_URL: 'amqp://127.0.0.1:1' };
  const service = new ServiceProcess('order-service', port, environment, { launch: INSTRUMENTED });
  try {
    await life(service);
  } finally {
    await service.stop();
    await database.drop();
  }
}

describe('a process that dies at a crash point', () => {
  let world: World;
  let reports: string;
  const seen = new Set<string>();

  beforeAll(async () => {
    reports = await mkdtemp(join(tmpdir(), 'crash-points-'));
    // The other order service keeps the traffic going while its neighbour dies.
    const instances = { 'order-service': 2 };
    world = await startWorld({ environment: ENVIRONMENT, launch: INSTRUMENTED, instances });
  });
  afterAll(async () => {
    await world?.end();
    await rm(reports, { recursive: true });
  });

  /** Starts the service so that it dies there, brings it there, and is sure that it did. */
  async function die(service: ServiceProcess, { at, first, drive }: Death): Promise<void> {
    const [name = '', pass = '1'] = at.split(':');
    const report = join(reports, name);
    const crash = `${name}:${pass}:${SIGNAL}`;
    const { environment } = instrumented({ crashAt: first ? `${first},${crash}` : crash, report });
    service.launch(environment);
    const hasStruck = () => reported(report).struck.includes(name);
    let driven: Promise<unknown> | undefined;
    if (drive) {
      const isReadyOrDead = async () => !service.isRunning || (await answers(service, 'ready'));
      await until(`${service.app} is ready`, isReadyOrDead, READY_WITHIN_MS);
      driven = drive(world, service);
    }
    if (SIGNAL === 'SIGSTOP') {
      await until(`${service.app} stands still at ${name}`, hasStruck, DIES_WITHIN_MS);
      await pause(STANDS_STILL_MS);
      service.resume();
      await pause(GOES_ON_MS);
      await service.kill();
    }
    await driven;
    await until(`${service.app} has died at ${name}`, () => !service.isRunning, DIES_WITHIN_MS);
    if (!hasStruck()) throw new Error(`${service.app} died of something else than ${name}:\n${service.log}`);
    seen.add(name);
    if (process.env['SWEEP']) process.stderr.write(`${new Date().toISOString()} ${name}\n`);
  }

  it('loses nothing, repeats nothing and leaves no half of anything, wherever it died', async () => {
    const traffic = new Traffic(world, new Shop(world));
    await traffic.start();
    const chains = Object.entries(DEATHS).map(async ([app, deaths]) => {
      const [service] = world.instances(app as AppName);
      if (!service) throw new Error(`no ${app}`);
      await service.kill();
      for (const death of deaths) await die(service, death);
      await service.start();
    });
    await Promise.all(chains);
    await traffic.stop();

    const found = await findings(world, traffic, {
      // Whatever kills it may do so while mails are taken.
      mailsRepeated: DEATHS['notification-service'].length * UNDER_WAY,
      // What cannot be read is put aside again by whoever follows one that died with its copy confirmed.
      deadLetters: 2,
      handlersFail: true,
      madeUp: [GHOST_ID],
      paymentWindowMs: PAYMENT_WINDOW_MS,
      settleMs: 300_000,
    });
    expect(found).toEqual([]);
    expect(traffic.placed.length).toBeGreaterThan(20);
    await until('the ghost has come all the way', async () => {
      const [ghostly] = await world.databases.notification.query<{ sequence: number }>(GHOST);
      return ghostly?.sequence === 2;
    });
  }, 3_600_000);

  it('leaves a schema on which the next start goes on', async () => {
    for (const births of ON_ONE_DATABASE) {
      await onEmptyDatabase(async (service) => {
        for (const at of births) await die(service, { at });
        service.launch();
        await until('it is alive', () => answers(service, 'live'), READY_WITHIN_MS);
      });
    }
  }, 1_800_000);

  it('has died at every crash point that the sources have', () => {
    expect([...seen].sort()).toEqual(
      crashPoints()
        .map(({ name }) => name)
        .sort(),
    );
  });
});

describe('a service as it ships', () => {
  it('has comments where the crash points are, and nothing that reads what arms them', () => {
    const built = readdirSync(inRoot('dist', 'apps'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.js'))
      .map((path) => readFileSync(inRoot('dist', 'apps', path), 'utf8'));

    expect(built.length).toBeGreaterThan(100);
    expect(built.filter((text) => text.includes(HOOK) || /WAYBILL_(CRASH|PLANT)/.test(text))).toEqual([]);
    const lines = built.flatMap((text) => text.split('\n')).filter((line) => line.includes('crash point '));
    expect(lines.filter((line) => !/^\s*\/\/ crash point /.test(line))).toEqual([]);
  });
});
