import {
  ContractViolation,
  type DomainEvent,
  EVENT_BATCH_CONTENT_TYPE,
  EVENT_CONTENT_TYPE,
  eventsIn,
  parseEvent,
} from '@app/contracts';
import type { Channel, ConsumeMessage } from 'amqplib';
import { shortText } from '../connection/copy-options.js';
import type { Inbound } from '../topology/topology.js';
import { BODY_LIMIT_BYTES } from './body-limit.js';

const utf8 = new TextDecoder();

/** A message from the broker to us, or one event of a message that holds several, until it is settled. */
export class Delivery {
  private settled = false;
  private split: readonly Delivery[] | undefined;

  constructor(
    readonly message: ConsumeMessage,
    private readonly channel: Channel,
    private readonly acknowledge = () => channel.ack(message),
  ) {}

  /**
   * A delivery of each event that the message holds: as a rule, itself. The message is acknowledged when all of them are. A
   * batch that cannot be told apart is left whole: it reads as no event.
   */
  get parts(): readonly Delivery[] {
    this.split ??= this.partsOf(eventsOf(this.message));
    return this.split;
  }

  /** How often the broker has given the message to somebody who did not settle it. */
  get returns(): number {
    const returns: unknown = this.message.properties.headers?.['x-delivery-count'];
    return typeof returns === 'number' ? returns : 0;
  }

  /**
   * Tells the broker to forget the message, on the channel it came on: a tag means nothing on another, and could
   * settle a message that nobody has handled. On a channel that is gone, the broker has already taken it back.
   */
  ack(): void {
    if (this.settled) return;
    this.settled = true;
    try {
      this.acknowledge();
    } catch {
      // The channel has closed: the broker delivers again, and the inbox drops it.
    }
  }

  /** Has the broker put the message to the dead letters, of its own accord and with its own reason (`rejected`). */
  refuse(): void {
    if (this.settled) return;
    this.settled = true;
    try {
      this.channel.reject(this.message, false);
    } catch {
      // The channel has closed: the broker delivers again.
    }
  }

  /** Of the body, in bytes. */
  get size(): number {
    return this.message.content.length;
  }

  /** The body, if it is UTF-8: without a byte order mark, which is no JSON. */
  get text(): string {
    return utf8.decode(this.message.content);
  }

  /** The time that its event says it was announced; undefined if it cannot be read as one. */
  get announcedAt(): string | undefined {
    try {
      const { time } = JSON.parse(this.text) as { time?: unknown };
      return typeof time === 'string' ? time : undefined;
    } catch {
      return undefined;
    }
  }

  /** Whether it is so large that nobody will read it. */
  get isOversize(): boolean {
    return this.size > BODY_LIMIT_BYTES;
  }

  cameOn(channel: Channel): boolean {
    return this.channel === channel;
  }

  private partsOf(events: readonly string[] | undefined): readonly Delivery[] {
    if (!events) return [this];
    let left = events.length;
    const acknowledge = (): void => {
      left -= 1;
      if (left === 0) this.ack();
    };
    return events.map(
      (event, at) => new Delivery(partOf(this.message, event, at), this.channel, acknowledge),
    );
  }
}

const eventsOf = ({ content, properties }: ConsumeMessage): string[] | undefined =>
  properties.contentType === EVENT_BATCH_CONTENT_TYPE ? eventsIn(content) : undefined;

/** The message as which the event would have come alone, as far as the batch tells. */
function partOf(message: ConsumeMessage, event: string, at: number): ConsumeMessage {
  const { properties, fields } = message;
  const given = shortText(properties.messageId);
  // An id that leaves no room for the number cannot be sent again with it.
  const messageId =
    (given && shortText(`${given}.${at}`)) || `${fields.consumerTag}:${fields.deliveryTag}.${at}`;
  return {
    ...message,
    content: Buffer.from(event),
    properties: { ...properties, contentType: EVENT_CONTENT_TYPE, messageId },
  };
}

/** A delivery that reads as an event of its queue. */
export interface ReadDelivery {
  readonly delivery: Delivery;
  readonly event: DomainEvent;
}

/** A delivery that does not, and why. */
export interface UnreadDelivery {
  readonly delivery: Delivery;
  readonly violation: ContractViolation;
}

/** Reads deliveries of a queue that are not oversize. Never throws: what cannot be read is an outcome of its own. */
export function read(
  deliveries: readonly Delivery[],
  { contracts }: Pick<Inbound, 'contracts'>,
): { events: ReadDelivery[]; unreadable: UnreadDelivery[] } {
  const events: ReadDelivery[] = [];
  const unreadable: UnreadDelivery[] = [];
  for (const delivery of deliveries) {
    try {
      events.push({ delivery, event: parseEvent(delivery.message.content, contracts) });
    } catch (error) {
      const violation =
        error instanceof ContractViolation
          ? error
          : new ContractViolation('bad-envelope', 'the body cannot be read', { cause: error });
      unreadable.push({ delivery, violation });
    }
  }
  return { events, unreadable };
}
