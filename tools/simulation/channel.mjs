// @ts-check
import { Deliveries } from './deliveries.mjs';
import { Wire } from './wire.mjs';

/** @typedef {import('./connection.mjs').Connection} Connection */
/** @typedef {import('./queue.mjs').Queue} Queue */
/** @typedef {import('./queue.mjs').Consumer} Consumer */
/** @typedef {import('./broker.mjs').Message} Message */

/** One for all who ask for nothing but that it is done: there are many. */
const DONE = Promise.resolve();

const closed = () => new Error('Channel closed');

/** A channel as the client library shows it. */
export class Channel {
  isClosed = false;
  #deliveries = new Deliveries(this);
  #consumers = 0;
  /** @type {Map<string, ((value?: any) => void)[]>} */
  #listeners = new Map();
  #wire;
  /** @type {Set<(error: Error | null) => void>} */
  #unconfirmed = new Set();

  /** @param {Connection} connection */
  constructor(connection) {
    this.connection = connection;
    this.broker = connection.broker;
    this.world = connection.world;
    this.#wire = new Wire(this.world, () => connection.blocked !== undefined);
  }

  get hasRoom() {
    return !this.isClosed && this.#deliveries.hasRoom;
  }

  /** @param {string} name @param {(value?: any) => void} listener */
  on(name, listener) {
    const listeners = this.#listeners.get(name);
    if (listeners) listeners.push(listener);
    else this.#listeners.set(name, [listener]);
    return this;
  }

  /** @param {string} name @param {(value?: any) => void} listener */
  once(name, listener) {
    return this.on(name, listener);
  }

  /** @param {string} name @param {string} kind @param {object} options */
  assertExchange(name, kind, options) {
    return this.#ask(() => this.broker.declareExchange(name, kind, options));
  }

  /** @param {string} name @param {{ arguments: Record<string, string | number> }} options */
  assertQueue(name, { arguments: args }) {
    return this.#ask(() => this.broker.declareQueue(name, args));
  }

  /** @param {string} queue @param {string} exchange @param {string} key */
  bindQueue(queue, exchange, key) {
    return this.#ask(() => this.broker.bind(queue, exchange, key));
  }

  /** @param {string} name */
  get(name) {
    return this.#ask(() => {
      const queue = this.broker.queues.get(name);
      const message = queue?.ready.shift();
      if (!queue || !message) return false;
      queue.unacked += 1;
      const { fields, ...delivered } = this.#deliveries.add(queue, '', message);
      return { ...delivered, fields: { ...fields, messageCount: queue.ready.length } };
    });
  }

  /** @param {number} count */
  prefetch(count) {
    return this.#ask(() => {
      this.#deliveries.prefetch = count;
    });
  }

  /** @param {string} name @param {Consumer['callback']} callback */
  consume(name, callback) {
    const consumerTag = `${this.connection.name}:${++this.#consumers}`;
    return this.#ask(() => {
      const queue = this.broker.queues.get(name);
      // The client knows its tag before anything is delivered to it.
      if (queue) queue.consume({ channel: this, tag: consumerTag, callback });
      return { consumerTag };
    });
  }

  /** @param {string} exchange @param {string} key @param {Buffer} content @param {Record<string, any>} options @param {(error: Error | null) => void} confirm */
  publish(exchange, key, content, options, confirm) {
    if (this.isClosed) throw closed();
    this.#unconfirmed.add(confirm);
    const { mandatory, ...properties } = options;
    const message = { content, properties, exchange, key, returns: 0 };
    this.#wire.send({ label: key, isPublishing: true, run: () => this.#take(message, mandatory, confirm) });
    return true;
  }

  /** @param {{ fields: { deliveryTag: number } }} message */
  ack({ fields }) {
    if (this.isClosed) throw closed();
    this.#wire.send({
      label: 'ack',
      isPublishing: false,
      run: () => this.#deliveries.settle(fields.deliveryTag),
    });
  }

  /** @returns {Promise<void>} */
  close() {
    if (this.isClosed) return Promise.reject(closed());
    return new Promise((resolve) => {
      const run = () => {
        this.end(undefined);
        resolve();
      };
      this.#wire.send({ label: 'close channel', isPublishing: false, run });
    });
  }

  /** @param {Queue} queue @param {Consumer} consumer @param {Message} message */
  deliver(queue, consumer, message) {
    this.#deliveries.send(queue, consumer, message);
  }

  /** The broker takes back what is not settled; the client is told, unless it is dead. @param {Error | undefined} error */
  end(error) {
    if (this.isClosed) return;
    this.isClosed = true;
    this.connection.channels.delete(this);
    this.#wire.end();
    for (const queue of this.broker.queues.values()) queue.forget(this);
    this.#deliveries.giveBack();
    if (this.connection.owner.dead) return;
    for (const confirm of this.#unconfirmed) this.#confirm(confirm, closed());
    if (error) this.#emit('error', error);
    this.#emit('close', error);
  }

  /** Some of what was just sent still arrives, and the rest does not. */
  loseSome() {
    this.#wire.loseSome();
  }

  /** The broker reads again. */
  resume() {
    this.#wire.resume();
  }

  /** @template T @param {() => T} answer @returns {Promise<T>} */
  #ask(answer) {
    if (this.isClosed) return Promise.reject(closed());
    const given = answer();
    return given === undefined ? /** @type {Promise<any>} */ (DONE) : Promise.resolve(given);
  }

  /** @param {Message} message @param {boolean} mandatory @param {(error: Error | null) => void} confirm */
  #take(message, mandatory, confirm) {
    const { random, rates, timeline } = this.world;
    const isRejected = random.chance(rates.rejects);
    const isRouted = isRejected || this.broker.route(message);
    if (random.chance(rates.lostConfirms)) return;
    timeline.after(this.world.latency(), this.connection.owner, isRejected ? 'rejected' : 'confirmed', () => {
      if (!isRouted && mandatory) this.#emit('return', message);
      this.#confirm(confirm, isRejected ? new Error('message nacked') : null);
    });
  }

  /** @param {(error: Error | null) => void} confirm @param {Error | null} error */
  #confirm(confirm, error) {
    if (this.#unconfirmed.delete(confirm)) confirm(error);
  }

  /** @param {string} name @param {unknown} [value] */
  #emit(name, value) {
    for (const listener of this.#listeners.get(name) ?? []) listener(value);
  }
}
