// @ts-check

/** @typedef {import('./connection.mjs').Connection} Connection */
/** @typedef {import('./queue.mjs').Queue} Queue */
/** @typedef {import('./queue.mjs').Consumer} Consumer */
/** @typedef {import('./broker.mjs').Message} Message */
/** @typedef {{ label: string, isPublishing: boolean, run: () => void }} Frame */

/** One for all who ask for nothing but that it is done: there are many. */
const DONE = Promise.resolve();

const closed = () => new Error('Channel closed');

/** A channel as the client library shows it. What it sends reaches the broker in order, later, or not at all. */
export class Channel {
  isClosed = false;
  #prefetch = Infinity;
  #lastTag = 0;
  #consumers = 0;
  /** @type {Map<number, { queue: Queue, message: Message }>} */
  #unacked = new Map();
  /** @type {Map<string, ((value?: any) => void)[]>} */
  #listeners = new Map();
  /** @type {Frame[]} */
  #frames = [];
  /** @type {Set<(error: Error | null) => void>} */
  #unconfirmed = new Set();
  #sentUntil = 0;
  /** @type {{ consumer: Consumer, message: object }[]} */
  #arriving = [];

  /** @param {Connection} connection */
  constructor(connection) {
    this.connection = connection;
    this.broker = connection.broker;
    this.world = connection.world;
  }

  get hasRoom() {
    return !this.isClosed && this.#unacked.size < this.#prefetch;
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
      const { fields, ...delivered } = this.#delivered(queue, '', message);
      return { ...delivered, fields: { ...fields, messageCount: queue.ready.length } };
    });
  }

  /** @param {number} count */
  prefetch(count) {
    return this.#ask(() => {
      this.#prefetch = count;
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
    const message = { content, properties, exchange, key, redelivered: false };
    this.#send({ label: key, isPublishing: true, run: () => this.#take(message, mandatory, confirm) });
    return true;
  }

  /** @param {{ fields: { deliveryTag: number } }} message */
  ack({ fields }) {
    if (this.isClosed) throw closed();
    this.#send({ label: 'ack', isPublishing: false, run: () => this.#settle(fields.deliveryTag) });
  }

  /** @returns {Promise<void>} */
  close() {
    if (this.isClosed) return Promise.reject(closed());
    return new Promise((resolve) => {
      const run = () => {
        this.end(undefined);
        resolve();
      };
      this.#send({ label: 'close channel', isPublishing: false, run });
    });
  }

  /** To the consumer, once it has crossed the wire. @param {Queue} queue @param {Consumer} consumer @param {Message} message */
  deliver(queue, consumer, message) {
    const delivered = this.#delivered(queue, consumer.tag, message);
    this.#arriving.push({ consumer, message: delivered });
    if (this.#arriving.length > 1) return;
    const { timeline } = this.world;
    timeline.after(
      this.world.latency(),
      this.connection.owner,
      'receives',
      () => {
        for (const arrived of this.#arriving.splice(0)) {
          if (!this.isClosed) arrived.consumer.callback(arrived.message);
        }
      },
      queue.name,
    );
  }

  /** The broker takes back what is not settled; the client is told, unless it is dead. @param {Error | undefined} error */
  end(error) {
    if (this.isClosed) return;
    this.isClosed = true;
    this.connection.channels.delete(this);
    this.#frames.length = 0;
    this.#giveBack();
    if (this.connection.owner.dead) return;
    for (const confirm of this.#unconfirmed) this.#confirm(confirm, closed());
    if (error) this.#emit('error', error);
    this.#emit('close', error);
  }

  #giveBack() {
    for (const queue of this.broker.queues.values()) queue.forget(this);
    /** @type {Map<Queue, Message[]>} */
    const back = new Map();
    for (const { queue, message } of this.#unacked.values()) {
      const messages = back.get(queue);
      if (messages) messages.push(message);
      else back.set(queue, [message]);
    }
    this.#unacked.clear();
    for (const [queue, messages] of back) queue.takeBack(messages);
  }

  /** Some of what was just sent still arrives, and the rest does not. */
  loseSome() {
    const arrived = this.world.random.below(this.#frames.length + 1);
    for (const frame of this.#frames.splice(0).slice(0, arrived))
      if (!frame.label.startsWith('close')) frame.run();
  }

  /** The broker reads again. */
  resume() {
    if (this.#frames.length > 0) this.#flushSoon();
  }

  /** @template T @param {() => T} answer @returns {Promise<T>} */
  #ask(answer) {
    if (this.isClosed) return Promise.reject(closed());
    const given = answer();
    return given === undefined ? /** @type {Promise<any>} */ (DONE) : Promise.resolve(given);
  }

  /** @param {Frame} frame */
  #send(frame) {
    this.#frames.push(frame);
    if (this.#frames.length === 1) this.#flushSoon();
  }

  #flushSoon() {
    const { timeline } = this.world;
    const arrival = Math.max(timeline.now + this.world.latency(), this.#sentUntil);
    this.#sentUntil = arrival;
    timeline.after(
      arrival - timeline.now,
      undefined,
      'broker hears',
      () => {
        if (this.connection.blocked !== undefined && this.#frames[0]?.isPublishing) return;
        for (const frame of this.#frames.splice(0)) {
          if (this.isClosed) return;
          frame.run();
        }
      },
      this.#frames[0]?.label,
    );
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

  /** @param {number} tag */
  #settle(tag) {
    const delivery = this.#unacked.get(tag);
    if (!delivery) return;
    this.#unacked.delete(tag);
    delivery.queue.settle();
    delivery.queue.pump();
  }

  /** @param {Queue} queue @param {string} consumerTag @param {Message} message */
  #delivered(queue, consumerTag, message) {
    const deliveryTag = ++this.#lastTag;
    this.#unacked.set(deliveryTag, { queue, message });
    const { content, properties, redelivered, exchange, key: routingKey } = message;
    return { content, properties, fields: { deliveryTag, consumerTag, redelivered, exchange, routingKey } };
  }

  /** @param {string} name @param {unknown} [value] */
  #emit(name, value) {
    for (const listener of this.#listeners.get(name) ?? []) listener(value);
  }
}
