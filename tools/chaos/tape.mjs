// @ts-check
import { connect } from '../infra/rabbitmq/broker.mjs';
import { callManagement } from '../infra/rabbitmq/management.mjs';

/** @typedef {import('./world.mjs').World} World */
/** @typedef {{ queues: string[], body: Buffer, stream: string, subject: string, sequence: number }} Taped */

const TRACE = 'amq.rabbitmq.trace';
const EVERYTHING_PUBLISHED = 'publish.waybill.events';

/**
 * What is published while it runs, with the queues that took it. It hears through the broker's own tracing: a queue of
 * its own, bound to the exchange, would take events that nobody else takes, and hide what becomes of those.
 */
export class Tape {
  /** @type {Taped[]} */
  events = [];

  /** @param {World} world @param {import('amqplib').ChannelModel} connection @param {import('amqplib').ConfirmChannel} channel */
  constructor(world, connection, channel) {
    this.world = world;
    this.connection = connection;
    this.channel = channel;
  }

  /** Resolves when it runs. @param {World} world */
  static async start(world) {
    const connection = await connect(world.someNode().url);
    const channel = await connection.createConfirmChannel();
    const tape = new Tape(world, connection, channel);
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.bindQueue(queue, TRACE, EVERYTHING_PUBLISHED);
    await channel.consume(queue, (message) => message && tape.#hear(message), { noAck: true });
    await setTracing(world, true);
    return tape;
  }

  async stop() {
    await setTracing(this.world, false);
    await this.connection.close();
  }

  /** The event of that place in its stream, if it has been published since the start. @param {Pick<Taped, 'stream' | 'subject' | 'sequence'>} place */
  find({ stream, subject, sequence }) {
    return this.events.find(
      (event) => event.subject === subject && event.sequence === sequence && event.stream === stream,
    );
  }

  /** Puts copies of a body into a queue. @param {string} queue @param {Buffer} body @param {number} [copies] */
  async play(queue, body, copies = 1) {
    for (let copy = 0; copy < copies; copy += 1) this.channel.sendToQueue(queue, body, { persistent: true });
    await this.channel.waitForConfirms();
  }

  /** @param {import('amqplib').ConsumeMessage} message */
  #hear({ content, properties }) {
    const queues = properties.headers?.['routed_queues'] ?? [];
    const document = JSON.parse(content.toString('utf8'));
    for (const event of Array.isArray(document) ? document : [document]) {
      const { subject, sequence, type } = event;
      const body = Buffer.from(JSON.stringify(event));
      this.events.push({ queues, body, stream: streamOf(type), subject, sequence: Number(sequence) });
    }
  }
}

/** The stream that events of a type are part of. @param {string} type */
function streamOf(type) {
  if (type.startsWith('order.')) return 'order';
  return ['updated', 'low_stock', 'back_in_stock', 'subscription.added', 'subscription.removed'].includes(
    type.slice('inventory.'.length),
  )
    ? 'product'
    : 'reservation';
}

/** Each broker of a cluster traces what it is told itself. @param {World} world @param {boolean} tracing */
async function setTracing({ nodes }, tracing) {
  for (const { managementUrl } of nodes) {
    const { ok, status } = await callManagement(managementUrl, 'PUT', '/api/vhosts/%2F', { tracing });
    if (!ok) throw new Error(`tracing cannot be set: ${status}`);
  }
}
