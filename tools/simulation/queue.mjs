// @ts-check

/** @typedef {import('./broker.mjs').Broker} Broker */
/** @typedef {import('./broker.mjs').Message} Message */
/** @typedef {import('./channel.mjs').Channel} Channel */
/** @typedef {{ channel: Channel, tag: string, callback: (message: object | null) => void }} Consumer */

/** A quorum queue. */
export class Queue {
  /** @type {Message[]} */
  ready = [];
  /** @type {Consumer[]} */
  consumers = [];
  unacked = 0;
  /** Accepted, and not in line yet. */
  underWay = 0;
  #turn = 0;

  /** @param {Broker} broker @param {string} name @param {Record<string, string | number>} args */
  constructor(broker, name, args) {
    this.broker = broker;
    this.name = name;
    this.ttl = /** @type {number | undefined} */ (args['x-message-ttl']);
    this.deadLetterKey = /** @type {string | undefined} */ (args['x-dead-letter-routing-key']);
    this.deadLetterExchange = /** @type {string | undefined} */ (args['x-dead-letter-exchange']);
    /** Whether messages are here on their way somewhere: dead letters and what nobody wants are not. */
    this.isPassage = this.deadLetterExchange !== undefined;
  }

  get isEmpty() {
    return this.ready.length + this.unacked + this.underWay === 0;
  }

  /** A message that the broker has accepted. @param {Message} message */
  arrive(message) {
    const { random, rates, timeline } = this.broker.world;
    if (this.isPassage) this.broker.pending += 1;
    if (this.isPassage && random.chance(rates.duplicates)) {
      this.broker.pending += 1;
      this.#line({ ...message });
    }
    if (!this.isPassage || !random.chance(rates.delays)) return this.#line(message);
    this.underWay += 1;
    timeline.after(
      random.next() * rates.delayMs,
      undefined,
      'late message',
      () => {
        this.underWay -= 1;
        this.#line(message);
      },
      this.name,
    );
  }

  /** @param {Consumer} consumer */
  consume(consumer) {
    this.consumers.push(consumer);
    this.pump();
  }

  /** @param {Channel} channel */
  forget(channel) {
    this.consumers = this.consumers.filter((consumer) => consumer.channel !== channel);
  }

  /** A message is settled. */
  settle() {
    this.unacked -= 1;
    if (this.isPassage) this.broker.pending -= 1;
  }

  /** What somebody had and has not settled comes back. @param {readonly Message[]} messages in the order of their delivery */
  takeBack(messages) {
    this.unacked -= messages.length;
    this.ready.unshift(...messages.map((message) => ({ ...message, returns: message.returns + 1 })));
    this.pump();
  }

  /** Hands out what is ready to whoever has room, in turn. */
  pump() {
    while (this.ready.length > 0) {
      const consumer = this.#nextWithRoom();
      if (!consumer) return;
      const message = /** @type {Message} */ (this.ready.shift());
      this.unacked += 1;
      this.broker.world.checkDelivery(this.name, message);
      consumer.channel.deliver(this, consumer, message);
    }
  }

  /** @param {Message} message */
  #line(message) {
    const { random, rates, timeline } = this.broker.world;
    if (this.ready.length > 0 && random.chance(rates.shuffles)) {
      this.ready.splice(random.below(this.ready.length + 1), 0, message);
    } else this.ready.push(message);
    if (this.ttl === undefined) return this.pump();
    timeline.after(this.ttl, undefined, 'time in queue is up', () => this.#expire(), this.name);
  }

  /** The message at the head has been here for its time. At least once: the next queue has it before this one has not. */
  #expire() {
    const message = this.ready.shift();
    if (!message) return;
    this.broker.pending -= 1;
    const key = this.deadLetterKey ?? message.key;
    this.broker.route({ ...message, exchange: this.deadLetterExchange ?? '', key });
  }

  #nextWithRoom() {
    const { length } = this.consumers;
    for (let tried = 0; tried < length; tried++) {
      this.#turn = (this.#turn + 1) % length;
      const consumer = /** @type {Consumer} */ (this.consumers[this.#turn]);
      if (consumer.channel.hasRoom) return consumer;
    }
    return undefined;
  }
}
