import type { Choreography, ServiceName } from '@app/contracts';
import { brokerAddress, Chores, Clock, LOGGER, type ServiceConfig } from '@app/platform';
import {
  type DynamicModule,
  type FactoryProvider,
  Module,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Logger } from 'pino';
import type { MigrationInterface } from 'typeorm';
import { Broker } from './connection/broker.js';
import { ConsumerWatch } from './consumer/consumer-watch.js';
import { EventConsumer } from './consumer/event-consumer.js';
import { OPERATOR_DESK } from './dead-letters/operator-desk.js';
import { databaseOf, dataSourceOptions, openDataSource } from './database/data-source.js';
import { Databases } from './database/databases.js';
import { Retention } from './database/retention.js';
import { IdempotentRequests } from './idempotency/idempotent-requests.js';
import { MessagingHealth } from './messaging-health.js';
import type { MessagingOptions } from './messaging-options.js';
import { BacklogMetrics } from './metrics/backlog-metrics.js';
import { BacklogWatch } from './metrics/backlog-watch.js';
import { MessagingMetrics } from './metrics/messaging-metrics.js';
import { PoolMetrics } from './metrics/pool-metrics.js';
import { RelayMetrics } from './metrics/relay-metrics.js';
import { OutboxRelay, type RelaySettings } from './outbox/outbox-relay.js';
import { SqlOutbox } from './outbox/sql-outbox.js';
import { SqlStore } from './transaction/sql-store.js';
import { Store } from './transaction/store.js';
import { Transactions } from './transaction/transactions.js';

const OUTBOX_POLL_INTERVAL_MS = 1_000;
const OUTBOX_EVENTS_PER_MESSAGE = 25;
const INCIDENT_RETENTION_DAYS = 30;

/** What a service says of itself to take part. */
export interface Participant {
  readonly service: ServiceName;
  readonly choreography: Choreography;
  readonly config: ServiceConfig;
  /** See `MessagingOptions.batches`. */
  readonly batches?: MessagingOptions['batches'];
  /** Every change of the service's schema, oldest first. */
  readonly migrations: readonly (new () => MigrationInterface)[];
}

/** The pipeline from commit to effect. Needs a TypeORM `DataSource` and the platform. */
@Module({})
export class MessagingModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly broker: Broker,
    private readonly relay: OutboxRelay,
  ) {}

  /** A service's database, migrated, and its place in the choreography, as its environment says. */
  static forService({ service, choreography, config, batches, migrations }: Participant): DynamicModule {
    const database = dataSourceOptions(databaseOf(config, `${service}-service`), migrations);
    const broker = {
      ...brokerAddress(config),
      declares: config.RABBITMQ_DECLARES,
      prefix: config.RABBITMQ_PREFIX,
      prefetch: config.RABBITMQ_PREFETCH,
      retryDelaysMs: config.RETRY_DELAYS_MS,
    };
    return {
      ...MessagingModule.forRoot({
        service,
        choreography,
        broker,
        batches,
        outboxEventsPerMessage: config.OUTBOX_EVENTS_PER_MESSAGE,
        incidentRetentionDays: config.INCIDENT_RETENTION_DAYS,
      }),
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => database,
          dataSourceFactory: () => openDataSource(database),
        }),
      ],
    };
  }

  static forRoot(options: MessagingOptions): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      controllers: OPERATOR_DESK.controllers,
      providers: [
        ...OPERATOR_DESK.providers,
        {
          provide: Broker,
          useFactory: (clock: Clock, logger: Logger) => new Broker(options, clock, logger),
          inject: [Clock, LOGGER],
        },
        relayOf({
          pollIntervalMs: options.outboxPollIntervalMs ?? OUTBOX_POLL_INTERVAL_MS,
          eventsPerMessage: options.outboxEventsPerMessage ?? OUTBOX_EVENTS_PER_MESSAGE,
        }),
        Databases,
        { provide: Store, useClass: SqlStore },
        Transactions,
        IdempotentRequests,
        EventConsumer,
        ConsumerWatch,
        MessagingMetrics,
        PoolMetrics,
        RelayMetrics,
        MessagingHealth,
        BacklogMetrics,
        BacklogWatch,
        {
          provide: Retention,
          useFactory: (databases: Databases, chores: Chores) =>
            new Retention(databases, options.incidentRetentionDays ?? INCIDENT_RETENTION_DAYS, chores),
          inject: [Databases, Chores],
        },
      ],
      exports: [Transactions, IdempotentRequests, EventConsumer],
    };
  }

  onModuleInit(): void {
    this.relay.start();
    // The consumer closes the broker when it has finished; what its last batches published must leave before.
    this.broker.beforeClose(() => this.relay.stop());
  }

  async onApplicationShutdown(): Promise<void> {
    await this.broker.close();
  }
}

const relayOf = (settings: RelaySettings): FactoryProvider => ({
  provide: OutboxRelay,
  useFactory: (databases: Databases, broker: Broker, clock: Clock, logger: Logger, metrics: RelayMetrics) =>
    new OutboxRelay(new SqlOutbox(databases), broker.publisher, clock, settings, logger, metrics),
  inject: [Databases, Broker, Clock, LOGGER, RelayMetrics],
});
