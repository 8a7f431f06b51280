import type { BrokerAddress } from '@app/platform';
import { connect, type Channel, type ChannelModel, type ConsumeMessage } from 'amqplib';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeQuietly } from '../connection/close-quietly.js';
import { queueState } from '../connection/queue-state.js';
import { bearDeepHeaders } from '../connection/shallow-headers.js';
import type { Inbound } from '../topology/topology.js';
import { BrokerUnavailable, DeadLettersBusy } from './dead-letters.errors.js';
import { type Letter, letterOf } from './letter.js';
import { look } from './look.js';

const CONNECT_TIMEOUT_MS = 5_000;
const LOCK_AGAIN_MS = 100;
const RETURNED_WITHIN_MS = 5_000;
const LOOK_AGAIN_MS = 10;
const RESOURCE_LOCKED = 405;
const NOT_FOUND = 404;
const BARRIERS = 3;

/** Says for each letter whether to go on. Must not wait; may keep the letter, to acknowledge it later. */
export type Visit = (letter: Letter) => 'next' | 'enough';

/**
 * The dead letters of one queue, open to one visitor at a time, whichever process it is in: what somebody looks at is
 * hidden from everybody else. On a connection of its own, so that large or many letters hold up no delivery. Whatever
 * has not been acknowledged when it closes, or when the process dies, is back in the queue.
 */
export class LetterBox {
  private acknowledged = 0;

  private constructor(
    private readonly connection: ChannelModel,
    private readonly channel: Channel,
    private readonly inbound: Inbound,
    /** Letters in the queue when it was opened. */
    readonly depth: number,
  ) {}

  /** @throws {BrokerUnavailable} @throws {DeadLettersBusy} when somebody else has it open for `patienceMs` */
  static async open(
    address: BrokerAddress,
    name: string,
    inbound: Inbound,
    patienceMs: number,
  ): Promise<LetterBox> {
    const connection = await connected(address, name);
    try {
      await lock(connection, `${inbound.deadLetters}.lock`, patienceMs);
      const depth = await depthOf(connection, inbound.deadLetters);
      const channel = await openChannel(connection);
      return new LetterBox(connection, channel, inbound, depth);
    } catch (error) {
      await closeQuietly(connection);
      throw error instanceof DeadLettersBusy ? error : new BrokerUnavailable(error);
    }
  }

  /**
   * Shows the letters one after another, until the visitor has had enough; false if some could not be shown in time.
   * Once only. `expected` is how many it will take, as far as one can know.
   */
  async look(visit: Visit, expected = this.depth): Promise<boolean> {
    const { channel, depth, inbound } = this;
    const show = (message: ConsumeMessage): boolean => visit(letterOf(message, inbound)) === 'enough';
    return look(channel, { queue: inbound.deadLetters, depth, expected }, show).catch((error: unknown) => {
      throw new BrokerUnavailable(error);
    });
  }

  /** Takes letters out of the queue for good; resolves when the queue has heard of all of them. */
  async acknowledge(letters: readonly Letter[]): Promise<void> {
    for (const { message } of letters) this.channel.ack(message);
    this.acknowledged += letters.length;
    // A broker's channel tells a quorum queue of thirty-two at a time, keeps the others for when the queue has answered,
    // and forgets them when it closes. A get waits for what went before it: the first for those, the next for the others.
    for (let barrier = 0; barrier < BARRIERS; barrier++) await this.channel.get(this.inbound.deadLetters);
  }

  /** Resolves when the others can see again what is left. */
  async close(): Promise<void> {
    try {
      await closeQuietly(this.channel);
      await this.returned();
    } catch {
      // The connection is gone: the broker has taken the letters back.
    } finally {
      await closeQuietly(this.connection);
    }
  }

  /** Letters come back a moment after their channel has closed; whoever looks next must not miss them. */
  private async returned(): Promise<void> {
    const expected = this.depth - this.acknowledged;
    const deadline = Date.now() + RETURNED_WITHIN_MS;
    while ((await depthOf(this.connection, this.inbound.deadLetters)) < expected && Date.now() < deadline)
      await sleep(LOOK_AGAIN_MS);
  }
}

/** On the first node that answers. */
async function connected({ urls, ca }: BrokerAddress, name: string): Promise<ChannelModel> {
  const options = {
    timeout: CONNECT_TIMEOUT_MS,
    clientProperties: { connection_name: name },
    ...(ca !== undefined && { ca }),
  };
  let last: unknown;
  for (const url of urls) {
    try {
      const connection = await connect(url, options);
      connection.on('error', () => undefined); // whatever is under way fails with it
      bearDeepHeaders(connection);
      return connection;
    } catch (error) {
      last = error;
    }
  }
  throw new BrokerUnavailable(last);
}

/** An exclusive queue is the lock: it belongs to its connection, and ends with it, however that ends. */
async function lock(connection: ChannelModel, name: string, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const channel = await openChannel(connection);
    try {
      await channel.assertQueue(name, { exclusive: true, durable: false, autoDelete: true });
      return await closeQuietly(channel);
    } catch (error) {
      if ((error as { code?: unknown }).code !== RESOURCE_LOCKED) throw error;
      if (Date.now() > deadline) throw new DeadLettersBusy();
      await sleep(LOCK_AGAIN_MS);
    }
  }
}

/** How many messages are ready in the queue; none if there is no such queue. */
export async function depthOf(connection: ChannelModel, queue: string): Promise<number> {
  const channel = await openChannel(connection);
  try {
    const { ready } = await queueState(channel, queue);
    await closeQuietly(channel);
    return ready;
  } catch (error) {
    if ((error as { code?: unknown }).code === NOT_FOUND) return 0;
    throw error;
  }
}

/** The broker closes a channel that has asked for what it does not get. */
async function openChannel(connection: ChannelModel): Promise<Channel> {
  const channel = await connection.createChannel();
  channel.on('error', () => undefined);
  return channel;
}
