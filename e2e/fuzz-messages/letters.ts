import type { Inbound } from '@app/messaging';
import { testServers } from '@app/testing';
import { type ChannelModel, connect, type ConsumeMessage, type MessageProperties } from 'amqplib';

/** What became of the messages that were sent: takes them out of the dead letters as they come. */
export class Letters {
  /** Why a message is among the dead letters, by its queue and id. */
  private readonly reasons = new Map<string, string>();
  repeated = 0;

  private constructor(private readonly connection: ChannelModel) {}

  static async from(inbound: readonly Inbound[]): Promise<Letters> {
    const letters = new Letters(await connect(testServers().rabbitmqUrl));
    const channel = await letters.connection.createChannel();
    await channel.prefetch(20);
    for (const { queue, deadLetters } of inbound) {
      await channel.consume(deadLetters, (message) => {
        if (!message) return;
        letters.read(queue, message);
        channel.ack(message);
      });
    }
    return letters;
  }

  get count(): number {
    return this.reasons.size;
  }

  reasonOf(queue: string, id: string): string | undefined {
    return this.reasons.get(`${queue} ${id}`);
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  private read(queue: string, { properties }: ConsumeMessage): void {
    const key = `${queue} ${String(properties.messageId)}`;
    if (this.reasons.has(key)) this.repeated += 1;
    this.reasons.set(key, reasonIn(properties));
  }
}

const reasonIn = ({ headers = {} }: MessageProperties): string =>
  String(headers['x-error-code'] ?? headers['x-first-death-reason']);
