import type { DomainEvent, NotificationFailed, NotificationSent } from '@app/contracts';
import type { EventBatch, EventHandler } from '@app/messaging';
import { createLogger, loadConfig, stop } from '@app/platform';
import { createTestDatabase, handleBatch, Mailbox, type TestDatabase, until } from '@app/testing';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { notificationEnv } from '../src/config.js';
import { createApp } from '../src/create-app.js';
import type { Letter } from '../src/templates/domain/letter-data.js';
import { Templates } from '../src/templates/templates.js';

// Nobody listens there: what is published stays in the outbox, where a spec can read it.
const NO_BROKER = 'amqp://127.0.0.1:1';

// Quick to try again, and patient otherwise: a spec that wants a time to run out shortens it itself.
const QUICK: Readonly<Record<string, string>> = {
  // A slow machine is late, and neither overloaded nor stuck.
  ADMISSION_PATIENCE_MS: '30000',
  EVENT_LOOP_DELAY_MAX_MS: '60000',
  DB_STATEMENT_TIMEOUT_MS: '60000',
  SHUTDOWN_TIMEOUT_MS: '60000',
  POLL_INTERVAL_MS: '50',
  NOTIFICATION_RETRY_BASE_MS: '20',
  NOTIFICATION_RETRY_MAX_MS: '40',
};

/** What came back for a request; the body is parsed if there is one. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: any; // oxlint-disable-line typescript/no-explicit-any -- what it holds is for the spec to say
}

/** A line of the log. */
type LogLine = Readonly<Record<string, unknown>>;

/** A notification as it lies in the table. */
export interface Stored {
  readonly id: string;
  readonly kind: string;
  readonly recipient: string | null;
  readonly status: string;
  readonly channel: string;
  readonly attempts: number;
  readonly error: string | null;
  readonly subject: string;
  readonly message: string;
  readonly letter: Letter | null;
  readonly metadata: Record<string, unknown>;
}

/** One process of the service, as it were: with a connection pool and a sender loop of its own. */
export class Instance {
  app!: NestFastifyApplication;
  log: LogLine[] = [];

  constructor(private readonly create: (log: LogLine[]) => Promise<NestFastifyApplication>) {}

  async start(): Promise<this> {
    this.log = [];
    this.app = await this.create(this.log);
    return this;
  }

  async request(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const sent =
      body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) };
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const reply = await this.app.inject({ method, url, headers: { ...type, ...headers }, ...sent });
    return {
      status: reply.statusCode,
      headers: reply.headers as Record<string, string>,
      body: reply.body === '' ? undefined : JSON.parse(reply.body),
    };
  }

  /** The metric of that name and labels, such as `waybill_provider_breaker{provider="smtp"}`; 0 if it is not there. */
  async metric(line: string): Promise<number> {
    const { body } = await this.app.inject({ method: 'GET', url: '/metrics' });
    const found = body.split('\n').find((text) => text.startsWith(`${line} `));
    return Number(found?.slice(line.length) ?? 0);
  }

  /** Hands events to their handler in one batch, and gives how many statements that took. */
  handle<E extends DomainEvent>(handler: Type<EventHandler<E>>, ...batch: EventBatch<E>): Promise<number> {
    return handleBatch(this.app, handler, batch);
  }

  /** What a stored letter becomes as HTML. */
  html(stored: Stored | undefined): string {
    if (!stored?.letter) throw new Error('it has no HTML');
    return this.app.get(Templates).htmlOf(stored.letter);
  }

  async stop(): Promise<void> {
    await stop(this.app);
  }
}

/** Variables that differ from the usual ones; a function is asked when an instance starts. */
type Environment = Readonly<Record<string, string>> | (() => Readonly<Record<string, string>>);

/** The service on a database and with a mail server of the spec's own. */
export class Notifications {
  database!: TestDatabase;
  mailbox!: Mailbox;
  private readonly instances: Instance[] = [];
  private readonly running = new Set<NestFastifyApplication>();

  static open(): Promise<Notifications> {
    return new Notifications().open();
  }

  /** Starts every instance there is to be; without mails, what is stored stays as it was stored. */
  async open({ mails = true } = {}): Promise<this> {
    this.database = await createTestDatabase([]);
    this.mailbox = await Mailbox.open();
    if (!mails) await this.mailbox.stop();
    for (const instance of this.instances) await instance.start();
    return this;
  }

  /** One more process of the service. */
  instance(env: Environment = {}): Instance {
    const instance = this.made(env);
    this.instances.push(instance);
    return instance;
  }

  /** One more process of the service, at once and for now. */
  start(env: Environment = {}): Promise<Instance> {
    return this.made(env).start();
  }

  /** Outcomes that were published, in the order in which they were. */
  async outcomes(): Promise<(NotificationSent | NotificationFailed)[]> {
    const rows = await this.database.query<{ body: string }>('SELECT body FROM outbox_events ORDER BY id');
    return rows.map(({ body }) => JSON.parse(body) as NotificationSent | NotificationFailed);
  }

  /** All notifications, oldest first. */
  stored(): Promise<Stored[]> {
    return this.database.query<Stored>('SELECT * FROM notifications ORDER BY id');
  }

  /** Resolves when that many notifications have the status. */
  async settled(status: string, count = 1, withinMs = 60_000): Promise<void> {
    const isSo = async () => (await this.statuses())[status] === count;
    await until(`${count} are ${status}`, isSo, withinMs);
  }

  /** How many notifications there are of each status. */
  async statuses(): Promise<Readonly<Record<string, number>>> {
    const rows = await this.database.query<{ status: string; count: string }>(
      'SELECT status, count(*) FROM notifications GROUP BY status',
    );
    return Object.fromEntries(rows.map(({ status, count }) => [status, Number(count)]));
  }

  async close(): Promise<void> {
    this.mailbox.release();
    for (const app of this.running) await stop(app);
    this.running.clear();
    await this.mailbox.stop();
    await this.database.drop();
  }

  private made(env: Environment): Instance {
    return new Instance(async (log) => {
      const destination = { write: (line: string) => void log.push(JSON.parse(line) as LogLine) };
      const logger = createLogger({ level: 'info', service: 'notification-service', destination });
      const own = typeof env === 'function' ? env() : env;
      const config = loadConfig(notificationEnv, { ...this.environment(), ...QUICK, ...own });
      const app = await createApp(config, logger);
      await app.init();
      await app.getHttpAdapter().getInstance().ready();
      this.running.add(app);
      return app;
    });
  }

  private environment(): Record<string, string> {
    return {
      NODE_ENV: 'test',
      ...this.database.environment,
      RABBITMQ_URL: NO_BROKER,
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: String(this.mailbox.port),
      MAIL_FROM: 'Waybill <orders@shop.example>',
    };
  }
}

/** The service for one spec file; nothing is there before its hooks have run. */
export function useNotifications(options?: Parameters<Notifications['open']>[0]): Notifications {
  const service = new Notifications();
  beforeAll(() => service.open(options));
  afterAll(() => service.close());
  return service;
}

/** The service for one spec file, new for each test. */
export function useNewNotifications(options?: Parameters<Notifications['open']>[0]): Notifications {
  const service = new Notifications();
  beforeEach(() => service.open(options));
  afterEach(() => service.close());
  return service;
}
