import { copyHeaders, copyOptions } from '../connection/copy-options.js';
import type { Outgoing } from '../connection/publisher.js';
import type { Inbound } from '../topology/topology.js';
import type { Copies } from './copies.js';
import type { Delivery } from './delivery.js';

// How often a process may end over a message before each of its events goes on alone. Far fewer than the broker allows.
const RETURNS_TOGETHER = 3;

/**
 * Sends the events of a message back to the queue one by one, when it has come back so often that one of them may be what
 * ends whoever takes it: the broker, which gives up on messages, then gives up on that event alone.
 */
export class Scatter {
  constructor(
    private readonly inbound: Inbound,
    private readonly copies: Copies,
  ) {}

  concerns(delivery: Delivery): boolean {
    return delivery.returns > RETURNS_TOGETHER && delivery.parts.length > 1;
  }

  /** Resolves when the message is settled, or `signal` has aborted and the broker takes it back. */
  async sendBack(delivery: Delivery, signal: AbortSignal): Promise<void> {
    const alone = delivery.parts.map((part) => this.copyOf(part));
    if (await this.copies.confirmed(alone, signal)) delivery.ack();
  }

  private copyOf({ message: { content, properties } }: Delivery): Outgoing {
    return {
      exchange: '',
      routingKey: this.inbound.queue,
      body: content,
      options: {
        ...copyOptions(properties),
        headers: copyHeaders(properties.headers),
        messageId: String(properties.messageId),
      },
    };
  }
}
