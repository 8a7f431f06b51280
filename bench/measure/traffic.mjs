// @ts-check
import { connect } from '../../tools/infra/rabbitmq/broker.mjs';

/** @typedef {import('../../libs/messaging/src/topology/topology.js').Topology} Topology */
/** @typedef {import('../../libs/messaging/src/topology/topology.js').QueueSpec} QueueSpec */

/**
 * The messages of one kind that an order leads to.
 * @typedef {object} Traffic
 * @property {string} type its routing key
 * @property {number} perOrder less than one where a message tells of several orders
 * @property {number} bytes of its body
 * @property {readonly (QueueSpec & { isConsumed: boolean })[]} queues that get it
 */

/**
 * Listens to everything that is published while work is done, and resolves with what was heard.
 * @param {string} brokerUrl
 * @param {Topology} topology
 * @param {() => Promise<{ orders: number }>} work ends at rest
 * @returns {Promise<Traffic[]>}
 */
export async function overheard(brokerUrl, topology, work) {
  const connection = await connect(brokerUrl);
  const channel = await connection.createChannel();
  const { queue } = await channel.assertQueue('', { exclusive: true });
  await channel.bindQueue(queue, topology.events, '#');
  /** @type {Map<string, { count: number, bytes: number }>} */
  const heard = new Map();
  await channel.consume(
    queue,
    (message) => {
      if (!message) return;
      const { routingKey } = message.fields;
      const { count, bytes } = heard.get(routingKey) ?? { count: 0, bytes: 0 };
      heard.set(routingKey, { count: count + 1, bytes: bytes + message.content.length });
    },
    { noAck: true },
  );
  const { orders } = await work();
  await connection.close();
  return [...heard].map(([type, { count, bytes }]) => ({
    type,
    perOrder: count / orders,
    bytes: Math.round(bytes / count),
    queues: queuesOf(type, topology),
  }));
}

/** @param {string} type @param {Topology} topology */
function queuesOf(type, { events, bindings, queues, inbound }) {
  const bound = new Set(
    bindings
      .filter(({ exchange, pattern }) => exchange === events && pattern === type)
      .map(({ queue }) => queue),
  );
  return queues
    .filter(({ name }) => bound.has(name))
    .map((spec) => ({ ...spec, isConsumed: inbound.some(({ queue }) => queue === spec.name) }));
}
