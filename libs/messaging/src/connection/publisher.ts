import type { Clock } from '@app/platform';
import type { ConfirmChannel, Message, Options } from 'amqplib';
import type { Logger } from 'pino';
import { declare, reclaimUnroutable } from '../topology/declare.js';
import type { Topology } from '../topology/topology.js';
import type { BrokerConnection } from './broker-connection.js';
import { LiveChannel } from './live-channel.js';

/** A message on its way to the broker. */
export interface Outgoing {
  readonly exchange: string;
  readonly routingKey: string;
  readonly body: Buffer;
  readonly options: Options.Publish & { readonly messageId: string };
}

/** What became of a message; everything but `confirmed` means that it may not be there. */
export type Outcome = 'confirmed' | 'returned' | 'rejected' | 'unconfirmed';

const CONFIRM_TIMEOUT_MS = 10_000;
const LOOK_AGAIN_MS = 250;

/** Publishes persistent, mandatory and confirmed messages on a connection of its own, so that alarms never block acks. */
export class Publisher {
  private readonly live: LiveChannel<ConfirmChannel>;
  private readonly returned = new Set<string>();

  constructor(
    private readonly connection: BrokerConnection,
    private readonly topology: Topology,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    const recipe = {
      name: 'publisher',
      open: (model: { createConfirmChannel(): Promise<ConfirmChannel> }) => model.createConfirmChannel(),
      setUp: (channel: ConfirmChannel) => this.setUp(channel),
    };
    this.live = new LiveChannel(connection, recipe, clock, logger);
  }

  /** Whether publishing now has a chance. */
  get isReady(): boolean {
    return this.live.channel !== undefined && this.connection.blocked === undefined;
  }

  /** Resolves once the topology is declared and the broker takes messages; rejects when `signal` aborts first. */
  async whenReady(signal?: AbortSignal): Promise<void> {
    await this.live.whenOpen(signal);
    while (!this.isReady) {
      await this.clock.sleep(LOOK_AGAIN_MS, signal);
      await this.live.whenOpen(signal);
    }
  }

  /**
   * Publishes all and waits for every confirm, at most ten seconds. The outcomes are in the order of the messages.
   * Nothing is sent into a connection that the broker does not read from: it would pile up here.
   */
  async send(messages: readonly Outgoing[], signal?: AbortSignal): Promise<Outcome[]> {
    await this.whenReady(signal);
    const channel = await this.live.whenOpen(signal);
    const sent = messages.map((message) => this.sendOne(channel, message));
    // crash point (written) publisher-unconfirmed: the broker has a batch of events, and has not been heard to confirm it
    const outcomes = await Promise.all(sent);
    for (const { options } of messages) this.returned.delete(options.messageId);
    return outcomes;
  }

  /** Publishes anew on a fresh channel, after making the broker have the whole topology. */
  redeclare(): Promise<void> {
    return this.live.reopen();
  }

  async close(): Promise<void> {
    await this.live.close();
  }

  private async setUp(channel: ConfirmChannel): Promise<void> {
    channel.on('return', ({ properties }: Message) => {
      if (properties.messageId) this.returned.add(properties.messageId);
    });
    await declare(channel, this.topology);
    // crash point topology-declared: the broker has the whole topology, and nothing is published or consumed
    const reclaimed = await reclaimUnroutable(channel, this.topology);
    if (reclaimed > 0) this.logger.warn({ reclaimed }, 'published unroutable messages again');
  }

  private sendOne(
    channel: ConfirmChannel,
    { exchange, routingKey, body, options }: Outgoing,
  ): Promise<Outcome> {
    // crash point publisher-between: some events of a batch are handed over, and the others are not
    return new Promise((resolve) => {
      const cancel = this.clock.after(CONFIRM_TIMEOUT_MS, () => resolve('unconfirmed'));
      const settle = (error: unknown): void => {
        cancel();
        // The broker says "returned" before it says "confirmed".
        if (this.returned.has(options.messageId)) resolve('returned');
        else resolve(error ? 'rejected' : 'confirmed');
      };
      try {
        channel.publish(
          exchange,
          routingKey,
          body,
          { ...options, mandatory: true, persistent: true },
          settle,
        );
      } catch (error) {
        settle(error); // the channel closed meanwhile
      }
    });
  }
}
