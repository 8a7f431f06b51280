import { type Clock, type Pace, Tempo } from '@app/platform';
import type { Channel, ChannelModel } from 'amqplib';
import type { Logger } from 'pino';
import type { Broker } from '../connection/broker.js';
import { LiveChannel } from '../connection/live-channel.js';
import { queueState } from '../connection/queue-state.js';
import { declare } from '../topology/declare.js';
import type { Inbound } from '../topology/topology.js';
import { Arrivals } from './arrivals.js';
import type { BatchProcessor } from './batch-processor.js';
import { Delivery } from './delivery.js';
import type { Oversize } from './oversize.js';
import type { Scatter } from './scatter.js';

// What the next service waits for is late by no more than this, and a hundred events in each are more than a thousand a
// second. The first few after a rest do not wait.
const BATCHES: Pace = { everyMs: 10, seldomMs: 100, ahead: 5 };

/** What becomes of deliveries. */
interface Settling {
  readonly batches: BatchProcessor;
  readonly oversize: Oversize;
  readonly scatter: Scatter;
}

/** Consumes one queue, one batch after another, on a channel of its own. */
export class QueueConsumer {
  private readonly arrivals: Arrivals;
  private readonly stopping = new AbortController();
  private readonly live: LiveChannel<Channel>;
  private readonly loop: Promise<void>;
  private consumerTag: string | undefined;
  private readonly aside = new Set<Promise<void>>();
  private inHand: Delivery | undefined;

  constructor(
    private readonly broker: Broker,
    readonly inbound: Inbound,
    private readonly settle: Settling,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    const recipe = {
      name: inbound.queue,
      open: (model: ChannelModel) => model.createChannel(),
      setUp: (channel: Channel) => this.setUp(channel),
    };
    this.arrivals = new Arrivals(new Tempo(broker.options.batches ?? BATCHES, clock), clock);
    this.live = new LiveChannel(broker.consuming, recipe, clock, logger);
    this.loop = this.run();
  }

  get isConsuming(): boolean {
    return this.live.channel !== undefined;
  }

  /** When the oldest event was announced that was delivered and has not been settled: that of the first that came. */
  get oldestInHand(): string | undefined {
    return (this.inHand ?? this.arrivals.first)?.announcedAt;
  }

  /**
   * Answers how many messages wait to be delivered, if the broker can be asked. Consumes anew if the broker says that nobody consumes the queue: a cluster that has lost a node may forget a
   * consumer without a word to it. A queue that is gone closes the channel, which does the same.
   */
  async lookAfter(): Promise<number | undefined> {
    const { channel } = this.live;
    if (!channel) return undefined;
    const { ready, consumers } = await queueState(channel, this.inbound.queue);
    if (consumers === 0 && channel === this.live.channel) this.lost('consumer forgotten by the broker');
    return ready;
  }

  /** Takes nothing more, finishes the transaction at hand, and gives the rest back to the broker. */
  async close(): Promise<void> {
    const channel = this.live.channel;
    if (channel && this.consumerTag) await channel.cancel(this.consumerTag).catch(() => undefined);
    this.arrivals.close();
    this.stopping.abort(); // ends also a wait for a dependency: what is unsettled will be delivered to somebody else
    await Promise.all([this.loop, ...this.aside]);
    await this.live.close();
  }

  private async setUp(channel: Channel): Promise<void> {
    await declare(channel, this.broker.topology);
    await channel.prefetch(this.broker.options.broker.prefetch);
    const gone = new AbortController();
    channel.once('close', () => {
      gone.abort();
      this.arrivals.forget(channel);
    });
    const { consumerTag } = await channel.consume(this.inbound.queue, (message) => {
      if (message) this.arrived(new Delivery(message, channel), gone);
      else this.lost('consumer cancelled by the broker');
    });
    this.consumerTag = consumerTag;
  }

  private arrived(delivery: Delivery, gone: AbortController): void {
    const { oversize, scatter } = this.settle;
    if (delivery.isOversize) this.putAside((signal) => oversize.putAside(delivery, signal), gone);
    else if (scatter.concerns(delivery)) this.putAside((signal) => scatter.sendBack(delivery, signal), gone);
    else for (const part of delivery.parts) this.arrivals.add(part);
  }

  /** Behind no batch, and whether or not there is a database. */
  private putAside(settle: (signal: AbortSignal) => Promise<void>, gone: AbortController): void {
    const done = settle(AbortSignal.any([this.stopping.signal, gone.signal]))
      .catch((error: unknown) => this.failed(error))
      .finally(() => this.aside.delete(done));
    this.aside.add(done);
  }

  /**
   * The broker says once, and never again, that it has cancelled us: the queue was deleted or has moved. The publisher
   * makes the topology whole and brings back what found no queue meanwhile.
   */
  private lost(how: string): void {
    this.logger.warn({ queue: this.inbound.queue }, how);
    void this.broker.publisher.redeclare();
    void this.live.reopen();
  }

  private async run(): Promise<void> {
    // Half of the prefetch: the broker fills the next batch while this one is handled.
    const limit = Math.max(1, Math.floor(this.broker.options.broker.prefetch / 2));
    for (;;) {
      const batch = await this.arrivals.take(limit);
      if (batch.length === 0) return;
      const { signal } = this.stopping;
      [this.inHand] = batch;
      await this.settle.batches.process(batch, signal).catch((error: unknown) => this.failed(error));
      this.inHand = undefined;
      this.arrivals.handled();
    }
  }

  /** Nothing that a message does leads here. What we cannot explain goes back to the broker. */
  private failed(error: unknown): Promise<void> {
    this.logger.error({ err: error, queue: this.inbound.queue }, 'consumer failed');
    return this.live.reopen();
  }
}
