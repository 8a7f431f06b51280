// @ts-check
import { Queue } from './queue.mjs';

/** @typedef {import('./world.mjs').World} World */
/** @typedef {import('./connection.mjs').Connection} Connection */
/** @typedef {{ content: Buffer, properties: Record<string, any>, exchange: string, key: string, returns: number }} Message */
/** @typedef {{ alternate: string | undefined, routes: Map<string, Set<string>>, isFanout: boolean }} Exchange */

/**
 * A broker in memory: durable exchanges and quorum queues, which outlive every connection. Nothing that it has accepted is
 * lost, everything may come again, and what comes back goes to the head of its queue.
 */
export class Broker {
  isDown = false;
  /** How many messages are in queues that somebody consumes or that pass them on. */
  pending = 0;
  /** @type {Map<string, Queue>} */
  queues = new Map();
  /** @type {Map<string, Exchange>} */
  exchanges = new Map();
  /** @type {Set<Connection>} */
  connections = new Set();

  /** @param {World} world */
  constructor(world) {
    this.world = world;
  }

  /** @param {string} name @param {string} kind @param {{ alternateExchange?: string }} options */
  declareExchange(name, kind, { alternateExchange: alternate }) {
    if (!this.exchanges.has(name))
      this.exchanges.set(name, { alternate, routes: new Map(), isFanout: kind === 'fanout' });
  }

  /** @param {string} name @param {Record<string, string | number>} args */
  declareQueue(name, args) {
    if (!this.queues.has(name)) this.queues.set(name, new Queue(this, name, args));
  }

  /** @param {string} queue @param {string} exchange @param {string} key */
  bind(queue, exchange, key) {
    const { routes } = /** @type {Exchange} */ (this.exchanges.get(exchange));
    const bound = routes.get(key);
    if (bound) bound.add(queue);
    else routes.set(key, new Set([queue]));
  }

  /** Whether any queue took it. @param {Message} message @returns {boolean} */
  route(message) {
    const { exchange, key } = message;
    const names = this.#queuesFor(exchange, key);
    for (const name of names) this.queues.get(name)?.arrive({ ...message, returns: 0 });
    return names.length > 0;
  }

  /** Nobody's connection survives. @param {number} ms how long nobody gets a new one */
  stop(ms) {
    this.isDown = true;
    for (const connection of this.connections) connection.cut();
    this.world.timeline.after(ms, undefined, 'broker starts', () => {
      this.isDown = false;
    });
  }

  /** Reads nothing more from those who publish. @param {number} ms */
  raiseAlarm(ms) {
    for (const connection of this.connections) connection.block('low on memory');
    this.world.timeline.after(ms, undefined, 'broker alarm ends', () => {
      for (const connection of this.connections) connection.unblock();
    });
  }

  /** @param {string} name @param {string} key @returns {string[]} */
  #queuesFor(name, key) {
    if (name === '') return this.queues.has(key) ? [key] : [];
    const exchange = this.exchanges.get(name);
    if (!exchange) return [];
    const bound = [...(exchange.routes.get(exchange.isFanout ? '' : key) ?? [])].filter((queue) =>
      this.queues.has(queue),
    );
    return bound.length > 0 || exchange.alternate === undefined
      ? bound
      : this.#queuesFor(exchange.alternate, key);
  }
}
