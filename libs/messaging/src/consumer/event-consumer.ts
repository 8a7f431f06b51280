import type { DomainEvent } from '@app/contracts';
import { Clock, LOGGER } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import {
  type BaseRpcContext,
  type CustomTransportStrategy,
  type MessageHandler,
  Server,
} from '@nestjs/microservices';
import type { Logger } from 'pino';
import { lastValueFrom } from 'rxjs';
import { Broker } from '../connection/broker.js';
import { MessagingMetrics } from '../metrics/messaging-metrics.js';
import { type Inbound, inboundFor } from '../topology/topology.js';
import { Transactions } from '../transaction/transactions.js';
import type { Tx } from '../transaction/tx.js';
import { BatchProcessor } from './batch-processor.js';
import { Copies } from './copies.js';
import { EVENT_TRANSPORT, type EventBatch } from './handles-event.js';
import { Oversize } from './oversize.js';
import { Outage } from './outage.js';
import { QueueConsumer } from './queue-consumer.js';
import { RetryLadder } from './retry-ladder.js';
import { Room } from './room.js';
import { Scatter } from './scatter.js';
import { problemsOf, UnsoundSubscriptions } from './subscription-problems.js';

// Of bodies that nobody will read but that are copied to the dead letters, at a time, of all queues together.
const OVERSIZE_ROOM_BYTES = 33_554_432;

/**
 * The Nest transport of our events: `app.connectMicroservice({ strategy: app.get(EventConsumer) })`. Consumes the
 * queues of this service in batches and acknowledges after the commit. `listen` fails with `UnsoundSubscriptions`
 * when a subscribed contract has no handler, or two.
 */
@Injectable()
export class EventConsumer extends Server implements CustomTransportStrategy {
  override readonly transportId = EVENT_TRANSPORT;
  private consumers: readonly QueueConsumer[] = [];
  private readonly outage: Outage;
  private readonly oversizeRoom = new Room(OVERSIZE_ROOM_BYTES);

  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly broker: Broker,
    private readonly transactions: Transactions,
    private readonly metrics: MessagingMetrics,
    private readonly clock: Clock,
  ) {
    super();
    this.outage = new Outage(transactions, clock, log);
  }

  /** Since when the consumer waits for the database, if it does. */
  get pausedSince(): Date | undefined {
    return this.outage.since;
  }

  /** Whether the broker delivers to every one of this service's queues. */
  get isConsuming(): boolean {
    return this.consumers.length > 0 && this.consumers.every((consumer) => consumer.isConsuming);
  }

  listen(callback: (error?: unknown) => void): void {
    const inbound = inboundFor(this.broker.topology, this.broker.options.service);
    const subscriptions = inbound.map(({ subscription }) => subscription);
    const problems = problemsOf(this.broker.options.choreography, subscriptions, this.countHandlers());
    if (problems.length > 0) return callback(new UnsoundSubscriptions(problems));
    this.consumers = inbound.map((queue) => this.consumerOf(queue));
    for (const consumer of this.consumers)
      this.metrics.watch(consumer.inbound.queue, () => consumer.oldestInHand);
    callback();
  }

  /** Has every queue that the broker says nobody consumes consumed anew. */
  async lookAfter(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => this.lookAfterOne(consumer)));
  }

  async close(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.close()));
    await this.broker.close();
  }

  on(): never {
    throw new Error('EventConsumer has no events of its own');
  }

  unwrap<T>(): T {
    return this.broker as T;
  }

  private async lookAfterOne(consumer: QueueConsumer): Promise<void> {
    const waiting = await consumer.lookAfter();
    if (waiting !== undefined) this.metrics.waiting(consumer.inbound.queue, waiting);
  }

  private consumerOf(inbound: Inbound): QueueConsumer {
    const { broker, transactions, metrics, clock, log } = this;
    const copies = new Copies(broker.publisher, clock, log);
    const ladder = new RetryLadder(inbound, copies, clock, metrics, log);
    const dispatch = (type: string, batch: EventBatch<DomainEvent>, tx: Tx) => this.dispatch(type, batch, tx);
    const batches = new BatchProcessor(inbound, transactions, dispatch, ladder, this.outage, metrics);
    const oversize = new Oversize(ladder, this.oversizeRoom);
    const scatter = new Scatter(inbound, copies);
    return new QueueConsumer(broker, inbound, { batches, oversize, scatter }, clock, log);
  }

  /** Through Nest, so that interceptors and guards of a handler work as everywhere. */
  private async dispatch(type: string, batch: EventBatch<DomainEvent>, tx: Tx): Promise<void> {
    const handler = this.messageHandlers.get(type);
    if (!handler) return; // a contract of the stream that this service ignores
    const context = tx as unknown as BaseRpcContext;
    const began = performance.now();
    const result: unknown = await handler(batch, context);
    await lastValueFrom(this.transformToObservable(result), { defaultValue: undefined });
    this.metrics.handlerRan(type, (performance.now() - began) / 1000);
  }

  private countHandlers(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const [type, handler] of this.messageHandlers) {
      let count = 0;
      for (let at: MessageHandler | undefined = handler; at; at = at.next as MessageHandler | undefined)
        count += 1;
      counts.set(type, count);
    }
    return counts;
  }
}
