import type { Inbound } from '@app/messaging';
import { nestedHeaders, rawPublish, type RawProperties, testServers } from '@app/testing';
import { type Channel, type ChannelModel, type ConfirmChannel, connect } from 'amqplib';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { type Chosen, chosen, type Kind, KINDS, LARGE } from './kinds.js';

/** A message that was sent, and where it is to end. */
export interface Sent {
  readonly id: string;
  readonly queue: string;
  readonly kind: string;
  readonly reasons: readonly string[];
}

const LARGE_EVERY = 1000;
const RAW_EVERY = 100;
const NO_TEXT = Buffer.alloc(255, 0xff);
// More than the client bears by itself; with many more the broker is busy for seconds.
const DEEPEST_HEADERS = 5000;
const RAW: readonly RawProperties[] = [
  { contentType: NO_TEXT, correlationId: NO_TEXT, type: NO_TEXT, appId: NO_TEXT },
  { timestamp: Buffer.alloc(8, 0xff) },
  { headers: Buffer.concat([Buffer.from([255]), NO_TEXT, Buffer.from('t\u0001')]) },
  { headers: nestedHeaders(DEEPEST_HEADERS) },
];

/** Sends hostile messages to queues, the same for the same seed. */
export class Sender {
  private sent = 0;

  private constructor(
    private readonly connection: ChannelModel,
    private readonly confirmed: ConfirmChannel,
    private readonly unconfirmed: Channel,
    private readonly seed: number,
  ) {}

  static async open(seed: number): Promise<Sender> {
    const connection = await connect(testServers().rabbitmqUrl);
    return new Sender(
      connection,
      await connection.createConfirmChannel(),
      await connection.createChannel(),
      seed,
    );
  }

  /** Sends so many, to one queue after another, and waits until the broker has them. */
  async send(inbound: readonly Inbound[], count: number): Promise<Sent[]> {
    const choices = fc.sample(fc.tuple(fc.constantFrom(...KINDS), chosen), {
      seed: this.seed + this.sent,
      numRuns: count,
    });
    const sent = choices.map(([kind, choice]) => {
      const target = inbound[this.sent % inbound.length];
      if (!target) throw new Error('there is no queue');
      this.sent += 1;
      if (this.sent % RAW_EVERY === 0) return this.sendRaw(target, choice);
      return this.sendOne(target, this.sent % LARGE_EVERY === 1 ? LARGE : kind, choice);
    });
    await this.confirmed.waitForConfirms();
    return sent;
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  private sendOne(inbound: Inbound, kind: Kind, choice: Chosen): Sent {
    const { queue } = inbound;
    const id = v7();
    const options = { persistent: true, ...kind.options?.(choice), messageId: id };
    this.confirmed.publish('', queue, kind.body(inbound, choice), options);
    const letter = kind.part === undefined ? id : `${id}.${kind.part}`;
    return { id: letter, queue, kind: kind.name, reasons: kind.reasons };
  }

  /** What the client itself would refuse to send. */
  private sendRaw({ queue }: Inbound, { number }: Chosen): Sent {
    const id = v7();
    const properties = { ...RAW[number % RAW.length], messageId: Buffer.from(id) };
    rawPublish(this.unconfirmed, queue, properties, Buffer.from('rubbish'));
    return { id, queue, kind: `raw properties ${number % RAW.length}`, reasons: ['bad-json'] };
  }
}
