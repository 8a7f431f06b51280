import { VALIDATE_PRODUCTS } from '@app/contracts';
import { bearDeepHeadersOn } from '@app/messaging';
import { brokerAddress, type Logger, type ServiceConfig, WakeUp } from '@app/platform';
import { type RmqContext, ServerRMQ, type WritePacket } from '@nestjs/microservices';
import type { AmqpConnectionManager, ChannelWrapper } from 'amqp-connection-manager';
import type { Channel, ConsumeMessage } from 'amqplib';

const PREFETCH = 20;
const RECONNECT_AFTER_S = 1;
// Whoever asked has given up long before: a crowd of old questions must not keep new ones waiting.
const QUESTIONS_LIVE_MS = 10_000;
const REPLIES_LIVE_MS = 5_000;
const PATIENCE_AT_STOP_MS = 2_000;

/**
 * Nest's RMQ server for questions that are answered at once. All instances share one queue, which is durable because
 * RabbitMQ 4.3 has no other kind that several connections can share, though no question outlives a few seconds.
 *
 * Unlike Nest's own it starts without the broker, takes no more questions at a time than it may have unanswered, comes
 * back after its queue was deleted, answers before it stops what it was asked, and survives whatever is sent to it.
 */
export class QuestionServer extends ServerRMQ {
  private readonly unanswered = new Map<unknown, Channel>();
  private readonly quiet = new WakeUp();
  private consuming: { readonly channel: Channel; readonly consumerTag: string } | undefined;

  constructor(
    config: Parameters<typeof brokerAddress>[0] & Pick<ServiceConfig, 'RABBITMQ_PREFIX'>,
    private readonly log: Logger,
  ) {
    const { urls, ca } = brokerAddress(config);
    super({
      urls: [...urls],
      queue: config.RABBITMQ_PREFIX + VALIDATE_PRODUCTS,
      // So that Nest acknowledges nothing: it would, for some messages, and a second time closes the channel.
      noAck: true,
      socketOptions: { reconnectTimeInSeconds: RECONNECT_AFTER_S, connectionOptions: { ca } },
    });
  }

  override async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      await this.start();
      const connections = this.unwrap<AmqpConnectionManager>();
      // Registered after Nest's own listener, which makes the channel. Unheard, its errors would end the process.
      connections.once('connect', () => this.replies?.on('error', (err) => this.report(err)));
      callback();
    } catch (error) {
      callback(error);
    }
  }

  override async createClient<T>(): Promise<T> {
    const connections: AmqpConnectionManager = await super.createClient();
    bearDeepHeadersOn(connections);
    return connections as T;
  }

  override async setupChannel(channel: Channel, ready: () => void): Promise<void> {
    await channel.assertQueue(this.queue, {
      durable: true,
      messageTtl: QUESTIONS_LIVE_MS,
    });
    await channel.prefetch(PREFETCH);
    const { consumerTag } = await channel.consume(this.queue, (message) => this.deliver(message, channel));
    this.consuming = { channel, consumerTag };
    ready();
  }

  /** An event on this queue is a mistake of whoever sent it: nobody waits for an answer, so there is none. */
  override handleEvent(_pattern: string, _packet: unknown, context: RmqContext): Promise<void> {
    this.settle(context.getMessage());
    return Promise.resolve();
  }

  override sendMessage<T>(answer: T, replyTo: unknown, correlationId: string, context: RmqContext): void {
    const { response, err, isDisposed } = answer as WritePacket;
    const reply = Buffer.from(JSON.stringify({ response, err, isDisposed: true }));
    if (typeof replyTo === 'string' && replyTo !== '') {
      const options = { correlationId, persistent: false, timeout: REPLIES_LIVE_MS };
      this.replies?.sendToQueue(replyTo, reply, options).catch((error: unknown) => this.report(error));
    }
    if (isDisposed || err !== undefined) this.settle(context.getMessage());
  }

  override async close(): Promise<void> {
    const { channel, consumerTag } = this.consuming ?? {};
    if (channel && consumerTag) await channel.cancel(consumerTag).catch(() => undefined);
    const deadline = performance.now() + PATIENCE_AT_STOP_MS;
    while (this.unanswered.size > 0 && performance.now() < deadline) {
      await this.quiet.sleep(deadline - performance.now());
    }
    await super.close();
  }

  private get replies(): ChannelWrapper | null {
    return this.channel as ChannelWrapper | null;
  }

  private deliver(message: ConsumeMessage | null, channel: Channel): void {
    if (message) void this.answer(message, channel);
    // The queue was deleted. A new connection declares it again.
    else this.unwrap<AmqpConnectionManager>().reconnect();
  }

  private async answer(message: ConsumeMessage, channel: Channel): Promise<void> {
    this.unanswered.set(message, channel);
    try {
      await this.handleMessage(message, channel);
    } catch (err) {
      this.report(err);
      this.settle(message);
    }
  }

  private settle(message: unknown): void {
    const channel = this.unanswered.get(message);
    this.unanswered.delete(message);
    if (this.unanswered.size === 0) this.quiet.ring();
    try {
      channel?.ack(message as ConsumeMessage);
    } catch {
      // The channel is gone, and the broker delivers the question again, unless it is too old by then.
    }
  }

  private report(err: unknown): void {
    this.log.warn({ err }, 'a question or its answer was lost');
  }
}
