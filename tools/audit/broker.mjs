// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '../infra/rabbitmq/broker.mjs';
import { unacknowledged } from '../infra/rabbitmq/unacknowledged.mjs';
import { messageOf } from '../support/messages.mjs';
import { ToolError } from '../support/tool.mjs';

// Somebody may take them meanwhile, so they need not come back.
const RETURNED_WITHIN_MS = 5_000;
const LOOK_AGAIN_MS = 10;
// A quorum queue that has not told the broker within 250 ms how it stands is said to have no messages and no consumers.
const DOUBTFUL_AFTER_MS = 200;
const MOST_DOUBTS = 40;

/** @typedef {import('amqplib').ChannelModel} Connection */
/** @typedef {import('amqplib').GetMessage} Message */

/**
 * Where a broker is.
 * @typedef {object} BrokerPlace
 * @property {string} brokerUrl AMQP, with the virtual host
 * @property {string} [managementUrl] with credentials, if it is not on the usual port
 * @property {(connection: Connection) => void} bearDeepHeaders what services do with a connection before they read from it
 */

/** A queue as it is now; `ready` without what consumers hold. @typedef {{ ready: number, consumers: number }} Queue */

/**
 * A message that was looked at where it lies, without its body.
 * @typedef {object} Letter
 * @property {string} queue
 * @property {string} type
 * @property {string} subject
 * @property {number} sequence 0 if it says none
 * @property {string} code why it is there
 * @property {string} error
 * @property {string} fingerprint the same for failures of one kind
 * @property {number} attempts
 * @property {string} since when it failed last, or was published
 */

/**
 * A look into the broker that changes nothing: queues are declared passively; dead letters are taken, read and given
 * back, which their queues allow a million times. Consumed queues are never looked into: that would count against their
 * messages, and keep them from their consumers.
 */
export class BrokerLook {
  /** @type {import('amqplib').Channel | undefined} */
  #asking;

  /** @param {Connection} connection @param {string} url @param {string} [managementUrl] */
  constructor(connection, url, managementUrl) {
    this.connection = connection;
    this.place = { url, managementUrl };
  }

  /** Throws `ToolError` when it does not let us in. @param {BrokerPlace} place */
  static async open({ brokerUrl, managementUrl, bearDeepHeaders }) {
    try {
      const connection = await connect(brokerUrl);
      bearDeepHeaders(connection);
      return new BrokerLook(connection, brokerUrl, managementUrl);
    } catch (error) {
      throw new ToolError(`the broker cannot be looked at: ${messageOf(error)}`);
    }
  }

  /** The queue, or `undefined` if there is none. @param {string} name @returns {Promise<Queue | undefined>} */
  async queue(name) {
    this.#asking ??= await this.#channel();
    try {
      for (let doubts = 0; ; doubts += 1) {
        const asked = performance.now();
        const { messageCount: ready, consumerCount: consumers } = await this.#asking.checkQueue(name);
        const isDoubtful = ready + consumers === 0 && performance.now() - asked >= DOUBTFUL_AFTER_MS;
        if (!isDoubtful || doubts === MOST_DOUBTS) return { ready, consumers };
      }
    } catch {
      // The broker closes a channel that asks for what does not exist.
      this.#asking = undefined;
      return undefined;
    }
  }

  /** The first messages of a queue that nobody consumes, as many as `limit`. @param {string} queue @param {number} limit @returns {Promise<Letter[]>} */
  async letters(queue, limit) {
    const channel = await this.#channel();
    /** @type {Letter[]} */
    const letters = [];
    try {
      while (letters.length < limit) {
        const message = await channel.get(queue, { noAck: false });
        if (!message) break;
        letters.push(letterOf(queue, message));
      }
    } catch {
      return letters;
    } finally {
      // Gives back what was taken.
      await channel.close().catch(() => {});
      await this.#returned(queue, letters.length);
    }
    return letters;
  }

  /** The channel is closed before its messages are back, and who looks next would miss them. @param {string} name @param {number} taken */
  async #returned(name, taken) {
    for (
      const deadline = Date.now() + RETURNED_WITHIN_MS;
      Date.now() < deadline;
      await sleep(LOOK_AGAIN_MS)
    ) {
      const { ready } = (await this.queue(name)) ?? { ready: taken };
      if (ready >= taken) return;
    }
  }

  /** How many messages of each queue consumers hold; `undefined` where the broker cannot be asked. */
  held() {
    return unacknowledged(this.connection, this.place);
  }

  async close() {
    await this.connection.close().catch(() => {});
  }

  async #channel() {
    const channel = await this.connection.createChannel();
    channel.on('error', () => {});
    return channel;
  }
}

/** @param {string} queue @param {Message} message @returns {Letter} */
function letterOf(queue, { content, properties }) {
  const headers = properties.headers ?? {};
  const text = (/** @type {string} */ name, otherwise = '') =>
    headers[name] === undefined ? otherwise : String(headers[name]);
  const { type, subject, sequence, time } = envelopeIn(content);
  // Without our headers the broker itself put it there: for want of room, or after a hundred returns.
  const ours = headers['x-error-code'] !== undefined || headers['x-death'] === undefined;
  const code = text(
    'x-error-code',
    ours ? '' : headers['x-first-death-reason'] === 'rejected' ? 'too-large' : 'delivery-limit',
  );
  return {
    queue,
    type: type ?? String(properties.type ?? ''),
    subject,
    sequence,
    code,
    error: text('x-error'),
    fingerprint: text('x-error-fingerprint', code),
    attempts: Number(text('x-attempts', '0')),
    since: text('x-last-failed-at', time),
  };
}

/** What can be read of the event; a dead letter may be anything. @param {Buffer} content */
function envelopeIn(content) {
  /** @type {Record<string, unknown>} */
  let event = {};
  try {
    const document = JSON.parse(content.toString('utf8'));
    if (typeof document === 'object' && document !== null) event = document;
  } catch {
    // Told by its error code.
  }
  const text = (/** @type {string} */ name) => (typeof event[name] === 'string' ? event[name] : undefined);
  const { sequence } = event;
  return {
    type: text('type'),
    subject: text('subject') ?? '',
    sequence: typeof sequence === 'number' ? sequence : 0,
    time: text('time') ?? '',
  };
}
