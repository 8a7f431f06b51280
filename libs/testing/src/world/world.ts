import { topologyOf, type Topology } from '@app/messaging';
import { WAYBILL } from '@app/contracts';
import { randomBytes } from 'node:crypto';
import { BrokerProbe } from '../broker-probe.js';
import { Mailbox } from '../mailbox.js';
import { testServers } from '../servers.js';
import { createTestDatabase, type TestDatabase } from '../test-database.js';
import { until } from '../until.js';
import { freePorts } from './free-ports.js';
import { type Databases, look } from './quiet.js';
import { type AppName, type Launch, ServiceProcess } from './service-process.js';

const APPS: readonly AppName[] = ['order-service', 'inventory-service', 'notification-service'];
const RETRY_DELAYS_MS = [200, 400, 800];

/** The whole system, real: three services as processes, their databases, their names on the broker, a mail server. */
export interface World {
  readonly databases: Databases;
  readonly mailbox: Mailbox;
  readonly probe: BrokerProbe;
  readonly topology: Topology;
  /** Every instance of a service, running or not. */
  instances(app: AppName): readonly ServiceProcess[];
  /** The base URL of the first running instance. */
  url(app: AppName): string;
  /** Whether no queue of a service, nor any of its retry queues, holds a message that waits. */
  isIdle(): Promise<boolean>;
  /** Resolves when every outbox is empty, every event has been handled by all who listen, and every mail is out. */
  settled(timeoutMs?: number): Promise<void>;
  end(): Promise<void>;
}

/** How a world differs from the usual one. */
export interface WorldOptions {
  /** Of each service, or of some; 1 unless said otherwise. */
  readonly instances?: number | Partial<Record<AppName, number>> | undefined;
  /** Variables of all services besides the usual ones. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** What runs every service; the program as it ships unless given. */
  readonly launch?: Launch | undefined;
  /** Makes a service's database ready for it, and says which variables tell of that. */
  readonly prepare?: (app: AppName, database: TestDatabase) => Promise<Readonly<Record<string, string>>>;
  /** Hears every line that a service writes. */
  readonly hear?: (app: AppName, line: string) => void;
}

/** Starts a world with so many instances of each service. */
export async function startWorld({
  instances = 1,
  environment: own = {},
  launch,
  prepare = () => Promise.resolve({}),
  hear,
}: WorldOptions = {}): Promise<World> {
  const prefix = `e${randomBytes(4).toString('hex')}.`;
  const [order, inventory, notification] = await Promise.all(APPS.map(() => createTestDatabase([])));
  if (!order || !inventory || !notification) throw new Error('no databases');
  const databases = { order, inventory, notification };
  const mailbox = await Mailbox.open();
  const probe = await BrokerProbe.open();
  const countOf = (app: AppName) => (typeof instances === 'number' ? instances : (instances[app] ?? 1));
  const ports = await freePorts(APPS.reduce((sum, app) => sum + countOf(app), 0));
  const prepared = await Promise.all(APPS.map((app) => prepare(app, databaseOf(databases, app))));
  const processes = APPS.flatMap((app, at) =>
    Array.from({ length: countOf(app) }, () => {
      const usual = environmentOf(databaseOf(databases, app), prefix, mailbox.port);
      const environment = { ...usual, ...own, ...prepared[at] };
      return new ServiceProcess(app, ports.pop() ?? 0, environment, {
        launch,
        hear: (line) => hear?.(app, line),
      });
    }),
  );
  const topology = topologyOf(WAYBILL, { prefix, retryDelaysMs: RETRY_DELAYS_MS });
  const world: World = {
    databases,
    mailbox,
    probe,
    topology,
    instances: (app) => processes.filter((process) => process.app === app),
    url: (app) => {
      const running = processes.find((process) => process.app === app && process.isRunning);
      if (!running) throw new Error(`no ${app} is running`);
      return running.url;
    },
    isIdle: async () => {
      const queues = topology.inbound.flatMap(({ queue, retries }) => [
        queue,
        ...retries.map((tier) => tier.queue),
      ]);
      const depths = await Promise.all(queues.map((queue) => probe.depth(queue)));
      return depths.every((depth) => depth === 0);
    },
    settled: (timeoutMs) => settled(databases, timeoutMs),
    end: async () => {
      await Promise.all(processes.map((process) => process.stop()));
      await probe.remove(topology);
      await probe.close();
      await mailbox.stop();
      await Promise.all(Object.values(databases).map((database) => database.drop()));
    },
  };
  try {
    await Promise.all(processes.map((process) => process.start()));
  } catch (error) {
    await world.end();
    throw error;
  }
  return world;
}

async function settled(databases: Databases, timeoutMs = 180_000): Promise<void> {
  let before: string | undefined;
  await until(
    'everything has come to rest',
    async () => {
      const { unrest, versions } = await look(databases);
      const hasStayed = versions === before;
      before = unrest.length === 0 ? versions : undefined;
      if (unrest.length > 0) throw new Error(unrest.slice(0, 10).join('; '));
      return hasStayed;
    },
    timeoutMs,
  );
}

function databaseOf(databases: Databases, app: AppName): TestDatabase {
  if (app === 'order-service') return databases.order;
  return app === 'inventory-service' ? databases.inventory : databases.notification;
}

/** A slow machine is late: it is not overloaded, nobody is away, and nothing has come to its end. */
const PATIENCE = {
  // Who has waited for a thirtieth of it is late, which on a busy machine a second is not.
  ADMISSION_PATIENCE_MS: '300000',
  EVENT_LOOP_DELAY_MAX_MS: '60000',
  PRICE_LOOKUP_TIMEOUT_MS: '30000',
  SMTP_TIMEOUT_MS: '30000',
  SEND_TIMEOUT_MS: '150000',
  SHUTDOWN_TIMEOUT_MS: '60000',
};

const environmentOf = (database: TestDatabase, prefix: string, smtpPort: number): Record<string, string> => ({
  NODE_ENV: 'test',
  AUTH: 'off',
  LOG_LEVEL: 'warn',
  ...database.environment,
  RABBITMQ_URL: testServers().rabbitmqUrl,
  RABBITMQ_PREFIX: prefix,
  RETRY_DELAYS_MS: RETRY_DELAYS_MS.join(','),
  ...PATIENCE,
  SMTP_HOST: '127.0.0.1',
  SMTP_PORT: String(smtpPort),
  MAIL_FROM: 'Waybill <orders@waybill.example>',
  ALERT_EMAIL: 'shop@waybill.example',
});
