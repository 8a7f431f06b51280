import { HealthRegistry } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { Broker } from './connection/broker.js';
import { EventConsumer } from './consumer/event-consumer.js';
import { Databases } from './database/databases.js';
import { statements } from './transaction/queryable.js';

/** Tells `/health` and `/health/ready` about the database, the broker and the consumer. */
@Injectable()
export class MessagingHealth {
  constructor(
    private readonly databases: Databases,
    private readonly broker: Broker,
    private readonly consumer: EventConsumer,
    registry: HealthRegistry,
  ) {
    registry.add({ name: 'database', check: () => this.database() });
    registry.add({ name: 'broker', check: () => this.brokerConnection() });
    registry.add({ name: 'consumer', check: () => this.consuming() });
  }

  private async database(): Promise<Record<string, unknown>> {
    await Promise.all([...this.databases.entries()].map(([, db]) => statements(db).query('SELECT 1')));
    return {};
  }

  private brokerConnection(): Promise<Record<string, unknown>> {
    if (!this.broker.publisher.isReady)
      return Promise.reject(new Error('cannot publish: disconnected or blocked'));
    return Promise.resolve({});
  }

  private consuming(): Promise<Record<string, unknown>> {
    const since = this.consumer.pausedSince;
    if (since) return Promise.reject(new Error(`paused since ${since.toISOString()}: database unavailable`));
    if (!this.consumer.isConsuming) return Promise.reject(new Error('not consuming'));
    return Promise.resolve({});
  }
}
