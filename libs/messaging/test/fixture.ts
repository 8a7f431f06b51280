import {
  type Cause,
  type Choreography,
  defineEvent,
  type DomainEvent,
  type EventOf,
  type Stream,
} from '@app/contracts';
import { authEnv, createHttpApp, createLogger, limitEnv, loadConfig, type Logger } from '@app/platform';
import { BrokerProbe, createTestDatabase, testServers, type TestDatabase, until } from '@app/testing';
import { Inject, Injectable, Module, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { TypeOrmModule } from '@nestjs/typeorm';
import { randomBytes } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { v7 } from 'uuid';
import { z } from 'zod';
import { Broker } from '../src/connection/broker.js';
import {
  createIncidentTablesV1,
  createMessagingTablesV1,
  dataSourceOptions,
  dropIncidentTablesV1,
  dropMessagingTablesV1,
  type EventBatch,
  EventConsumer,
  type EventHandler,
  HandlesEvent,
  type MessagingOptions,
  MessagingModule,
  openDataSource,
  Transactions,
  type Tx,
} from '../src/index.js';
import { type Topology, topologyOf } from '../src/topology/topology.js';

const things: Stream = { name: 'thing', publisher: 'order', subject: 'thing id' };
const lonely: Stream = { name: 'lonely', publisher: 'order', subject: 'lonely id' };
const data = z.object({ note: z.string() });
const description = 'For specs.';

export const ThingMade = defineEvent({ type: 'thing.made', version: 1, stream: things, description, data });
export const ThingUsed = defineEvent({ type: 'thing.used', version: 1, stream: things, description, data });
export const ThingSeen = defineEvent({ type: 'thing.seen', version: 1, stream: things, description, data });
export const NobodyCares = defineEvent({
  type: 'lonely.cried',
  version: 1,
  stream: lonely,
  description,
  data,
});
type ThingMade = EventOf<typeof ThingMade>;
type ThingUsed = EventOf<typeof ThingUsed>;

export const CHOREOGRAPHY: Choreography = {
  contracts: [ThingMade, ThingUsed, ThingSeen, NobodyCares],
  subscriptions: [
    { subscriber: 'inventory', stream: things, handles: [ThingMade, ThingUsed], ignores: [ThingSeen] },
  ],
};

export class CreateTables1 implements MigrationInterface {
  readonly name = 'CreateTables1700000000000';

  async up(db: QueryRunner): Promise<void> {
    await createMessagingTablesV1(db);
    await createIncidentTablesV1(db);
    await db.query(`CREATE TABLE effects (at bigserial PRIMARY KEY, event_id uuid NOT NULL, subject text NOT NULL,
      type text NOT NULL, sequence integer NOT NULL, note text NOT NULL, batch integer NOT NULL)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE effects');
    await dropIncidentTablesV1(db);
    await dropMessagingTablesV1(db);
  }
}

/** What a spec wants a handler to do besides recording; it may throw. */
export type Interference = (batch: readonly DomainEvent[], tx: Tx) => void | Promise<void>;

/** Shared by all instances of one spec's system. */
@Injectable()
export class Interferences {
  before: Interference = () => undefined;
}

async function record(batch: readonly DomainEvent<string, { note: string }>[], tx: Tx): Promise<void> {
  await tx.query(
    `INSERT INTO effects (event_id, subject, type, sequence, note, batch)
     SELECT e.*, $6 FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::text[]) AS e`,
    [
      batch.map(({ id }) => id),
      batch.map(({ subject }) => subject),
      batch.map(({ type }) => type),
      batch.map(({ sequence }) => sequence),
      batch.map((event) => event.data.note),
      batch.length,
    ],
  );
}

@HandlesEvent(ThingMade)
export class RecordOnThingMade implements EventHandler<ThingMade> {
  constructor(@Inject(Interferences) private readonly interferences: Interferences) {}

  async handle(batch: EventBatch<ThingMade>, tx: Tx): Promise<void> {
    await this.interferences.before(batch, tx);
    await record(batch, tx);
  }
}

@HandlesEvent(ThingUsed)
export class RecordOnThingUsed implements EventHandler<ThingUsed> {
  constructor(@Inject(Interferences) private readonly interferences: Interferences) {}

  async handle(batch: EventBatch<ThingUsed>, tx: Tx): Promise<void> {
    await this.interferences.before(batch, tx);
    await record(batch, tx);
  }
}

export const cause = (): Cause => ({ tenant: 'default', correlationid: v7() });

/** One running process's worth of the pipeline. */
export interface Instance {
  readonly app: NestFastifyApplication;
  readonly transactions: Transactions;
  readonly topology: Topology;
  stop(): Promise<void>;
}

export interface SystemOptions {
  readonly database: TestDatabase;
  readonly broker: MessagingOptions['broker'];
  readonly interferences?: Interferences;
  readonly controllers?: Type<unknown>[];
  readonly choreography?: Choreography;
  /** Unless given: consumes, and resolves when it does. `true` does not wait, for a broker that is away. */
  readonly consume?: boolean;
  readonly outboxPollIntervalMs?: number;
  readonly outboxEventsPerMessage?: number;
  readonly batches?: MessagingOptions['batches'];
  readonly logger?: Logger;
}

/** Boots the pipeline in this process, as a service does. */
export async function startInstance(options: SystemOptions): Promise<Instance> {
  const { database, broker, interferences = new Interferences() } = options;

  @Module({
    imports: [
      TypeOrmModule.forRootAsync({
        useFactory: () => dataSourceOptions(database.config, [CreateTables1]),
        dataSourceFactory: (config) => openDataSource(config as ReturnType<typeof dataSourceOptions>),
      }),
      MessagingModule.forRoot({
        service: 'inventory',
        choreography: options.choreography ?? CHOREOGRAPHY,
        broker,
        outboxPollIntervalMs: options.outboxPollIntervalMs ?? 100,
        outboxEventsPerMessage: options.outboxEventsPerMessage,
        batches: options.batches,
      }),
    ],
    controllers: options.controllers ?? [RecordOnThingMade, RecordOnThingUsed],
    providers: [{ provide: Interferences, useValue: interferences }],
  })
  class SystemModule {}

  const logger =
    options.logger ?? createLogger({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent', service: 'spec' });
  const app = await createHttpApp(SystemModule, {
    config: {
      ...loadConfig(z.object({ ...authEnv, ...limitEnv }), {}),
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      BODY_LIMIT_BYTES: 1_000_000,
      DB_POOL_SIZE: 10,
      ADMISSION_PLACES: 0,
      ADMISSION_LINE: 250,
      // A slow machine is late, and not overloaded.
      ADMISSION_PATIENCE_MS: 60_000,
      EVENT_LOOP_DELAY_MAX_MS: 60_000,
    },
    logger,
    title: 'spec',
    description: 'spec',
    version: '0',
  });
  try {
    app.connectMicroservice({ strategy: app.get(EventConsumer) });
    await app.init();
    if (options.consume !== false) await app.startAllMicroservices();
    if (options.consume === undefined) {
      // A spec that publishes past the outbox must not be quicker than the topology.
      await until('it consumes', () => app.get(EventConsumer).isConsuming);
    }
  } catch (error) {
    await app.close();
    throw error;
  }
  return {
    app,
    transactions: app.get(Transactions),
    topology: app.get(Broker).topology,
    stop: () => app.close(),
  };
}

export const brokerOptions = (
  overrides: Partial<MessagingOptions['broker']> = {},
): MessagingOptions['broker'] => ({
  urls: [testServers().rabbitmqUrl],
  prefix: `t${randomBytes(4).toString('hex')}.`,
  prefetch: 100,
  retryDelaysMs: [100, 200],
  ...overrides,
});

/** A database, a broker prefix and a probe for one spec file; `start` boots an instance, `end` removes everything. */
export function useSystem() {
  const broker = brokerOptions();
  const started: Instance[] = [];
  const interferences = new Interferences();
  let database: TestDatabase;
  let probe: BrokerProbe;

  beforeAll(async () => {
    database = await createTestDatabase([CreateTables1]);
    probe = await BrokerProbe.open();
  });
  afterEach(async () => {
    interferences.before = () => undefined;
    await Promise.all(started.splice(0).map((instance) => instance.stop()));
  });
  afterAll(async () => {
    await probe.remove(topologyFor(broker));
    await probe.close();
    await database.drop();
  });

  return {
    broker,
    interferences,
    get database() {
      return database;
    },
    get probe() {
      return probe;
    },
    async start(options: Partial<SystemOptions> = {}): Promise<Instance> {
      const instance = await startInstance({ database, broker, interferences, ...options });
      started.push(instance);
      return instance;
    },
    effects: (subject: string) =>
      database.query<{ type: string; sequence: number; note: string; batch: number }>(
        'SELECT type, sequence, note, batch FROM effects WHERE subject = $1 ORDER BY at',
        [subject],
      ),
  };
}

const topologyFor = (broker: MessagingOptions['broker']): Topology => topologyOf(CHOREOGRAPHY, broker);
