import { bearDeepHeaders } from '@app/messaging';
import {
  connect,
  type Channel,
  type ChannelModel,
  type ConfirmChannel,
  type ConsumeMessage,
  type GetMessage,
  type Options,
} from 'amqplib';
import { queueState } from '@app/messaging';
import { rawPublish, type RawProperties } from './raw-publish.js';
import { testServers } from './servers.js';

/** A look into the broker, and a hand in it, from outside the services. */
export class BrokerProbe {
  private constructor(
    private readonly connection: ChannelModel,
    private readonly channel: ConfirmChannel,
  ) {}

  static async open(): Promise<BrokerProbe> {
    const connection = await connect(testServers().rabbitmqUrl);
    connection.on('error', () => undefined);
    bearDeepHeaders(connection);
    const channel = await connection.createConfirmChannel();
    channel.on('error', () => undefined);
    return new BrokerProbe(connection, channel);
  }

  /** Messages ready in the queue. Rejects when there is no such queue. */
  async depth(queue: string): Promise<number> {
    return this.once(async (channel) => (await queueState(channel, queue)).ready);
  }

  /** Takes a message out of the queue, or `undefined`. */
  async take(queue: string): Promise<GetMessage | undefined> {
    const message = await this.channel.get(queue, { noAck: true });
    return message || undefined;
  }

  async publish(
    exchange: string,
    routingKey: string,
    body: Buffer | string,
    options: Options.Publish = {},
  ): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const settled = (error: unknown) => (error ? reject(error) : resolve());
      this.channel.publish(
        exchange,
        routingKey,
        Buffer.from(body),
        { persistent: true, ...options },
        settled,
      );
    });
  }

  /** Publishes what the client would refuse to; resolves when the broker has it. */
  async publishRaw(queue: string, properties: RawProperties, body: Buffer | string): Promise<void> {
    await this.once(async (channel) => {
      rawPublish(channel, queue, properties, Buffer.from(body));
      // Answered after what went before it.
      await channel.checkQueue(queue);
    });
  }

  async deleteQueue(queue: string): Promise<void> {
    await this.channel.deleteQueue(queue);
  }

  /** Hears everything that is published to a topic exchange from now on, until the returned function is called. */
  async tap(exchange: string, heard: (message: ConsumeMessage) => void): Promise<() => Promise<void>> {
    const { queue } = await this.channel.assertQueue('', { exclusive: true });
    await this.channel.bindQueue(queue, exchange, '#');
    const { consumerTag } = await this.channel.consume(queue, (message) => message && heard(message), {
      noAck: true,
    });
    return async () => {
      await this.channel.cancel(consumerTag);
      await this.channel.deleteQueue(queue);
    };
  }

  /** Takes whatever comes into a queue, and has the broker send it on from there as if its time were over. */
  async hasten(queue: string, seen: () => void): Promise<void> {
    await this.channel.consume(queue, (message) => {
      if (!message) return;
      seen();
      this.channel.reject(message, false);
    });
    // The broker says that we consume before we do; what is asked next on the channel is answered afterwards.
    await this.channel.checkQueue(queue);
  }

  /** Removes everything that a topology declared. */
  async remove({
    queues,
    exchanges,
  }: {
    queues: readonly { name: string }[];
    exchanges: readonly { name: string }[];
  }): Promise<void> {
    await Promise.all(queues.map(({ name }) => this.channel.deleteQueue(name)));
    await Promise.all(exchanges.map(({ name }) => this.channel.deleteExchange(name)));
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  /** On a channel of its own, because the broker closes a channel that asks for what does not exist. */
  private async once<T>(work: (channel: Channel) => Promise<T>): Promise<T> {
    const channel = await this.connection.createChannel();
    channel.on('error', () => undefined);
    try {
      return await work(channel);
    } finally {
      await channel.close().catch(() => undefined);
    }
  }
}
