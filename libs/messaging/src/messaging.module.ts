import { LOGGER } from '@app/platform';
import { type DynamicModule, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Logger } from 'pino';
import { Broker } from './connection/broker.js';
import { EventConsumer } from './consumer/event-consumer.js';
import { Databases } from './database/databases.js';
import { IdempotentRequests } from './idempotency/idempotent-requests.js';
import { KeyExpiry } from './idempotency/key-expiry.js';
import { MessagingHealth } from './messaging-health.js';
import type { MessagingOptions } from './messaging-options.js';
import { BacklogWatch } from './metrics/backlog-watch.js';
import { MessagingMetrics } from './metrics/messaging-metrics.js';
import { OutboxRelay } from './outbox/outbox-relay.js';
import { MESSAGING_OPTIONS } from './tokens.js';
import { Transactions } from './transaction/transactions.js';

const OUTBOX_POLL_INTERVAL_MS = 1_000;

/** The pipeline from commit to effect. Needs a TypeORM `DataSource` and the platform. */
@Module({})
export class MessagingModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly broker: Broker,
    private readonly relay: OutboxRelay,
  ) {}

  static forRoot(options: MessagingOptions): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      providers: [
        { provide: MESSAGING_OPTIONS, useValue: options },
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
