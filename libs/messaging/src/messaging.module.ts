import type { Choreography, ServiceName } from '@app/contracts';
import { LOGGER, type ServiceConfig } from '@app/platform';
import { type DynamicModule, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Logger } from 'pino';
import type { MigrationInterface } from 'typeorm';
import { Broker } from './connection/broker.js';
import { EventConsumer } from './consumer/event-consumer.js';
import { databaseOf, dataSourceOptions, openDataSource } from './database/data-source.js';
import { Databases } from './database/databases.js';
import { IdempotentRequests } from './idempotency/idempotent-requests.js';
import { KeyExpiry } from './idempotency/key-expiry.js';
import { MessagingHealth } from './messaging-health.js';
import type { MessagingOptions } from './messaging-options.js';
import { BacklogWatch } from './metrics/backlog-watch.js';
import { MessagingMetrics } from './metrics/messaging-metrics.js';
import { OutboxRelay } from './outbox/outbox-relay.js';
import { Transactions } from './transaction/transactions.js';

const OUTBOX_POLL_INTERVAL_MS = 1_000;

/** What a service says of itself to take part. */
export interface Participant {
  readonly service: ServiceName;
  readonly choreography: Choreography;
  readonly config: ServiceConfig;
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
  static forService({ service, choreography, config, migrations }: Participant): DynamicModule {
    const database = dataSourceOptions(databaseOf(config, `${service}-service`), migrations);
    const broker = {
      url: config.RABBITMQ_URL,
      prefix: config.RABBITMQ_PREFIX,
      prefetch: config.RABBITMQ_PREFETCH,
      retryDelaysMs: config.RETRY_DELAYS_MS,
    };
    return {
      ...MessagingModule.forRoot({ service, choreography, broker }),
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
      providers: [
        { provide: Broker, useFactory: (logger: Logger) => new Broker(options, logger), inject: [LOGGER] },
        {
          provide: OutboxRelay,
          useFactory: (databases: Databases, broker: Broker, logger: Logger) =>
            new OutboxRelay(
              databases,
              broker.publisher,
              options.outboxPollIntervalMs ?? OUTBOX_POLL_INTERVAL_MS,
              logger,
            ),
          inject: [Databases, Broker, LOGGER],
        },
        Databases,
        Transactions,
        IdempotentRequests,
        EventConsumer,
        MessagingMetrics,
        MessagingHealth,
        BacklogWatch,
        KeyExpiry,
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
