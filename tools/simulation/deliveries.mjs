// @ts-check

/** @typedef {import('./channel.mjs').Channel} Channel */
/** @typedef {import('./queue.mjs').Queue} Queue */
/** @typedef {import('./queue.mjs').Consumer} Consumer */
/** @typedef {import('./broker.mjs').Message} Message */

/** What the broker has given to a channel and is not settled. */
export class Deliveries {
  prefetch = Infinity;
  #lastTag = 0;
  /** @type {Map<number, { queue: Queue, message: Message }>} */
  #unsettled = new Map();
  /** @type {{ consumer: Consumer, message: object }[]} */
  #arriving = [];

  /** @param {Channel} channel */
  constructor(channel) {
    this.channel = channel;
  }

  get hasRoom() {
    return this.#unsettled.size < this.prefetch;
  }

  /** The message as the client sees it. @param {Queue} queue @param {string} consumerTag @param {Message} message */
  add(queue, consumerTag, message) {
    const deliveryTag = ++this.#lastTag;
    this.#unsettled.set(deliveryTag, { queue, message });
    const { content, exchange, key: routingKey, returns } = message;
    const properties = returns > 0 ? returned(message) : message.properties;
    const fields = { deliveryTag, consumerTag, redelivered: returns > 0, exchange, routingKey };
    return { content, properties, fields };
  }

  /** To the consumer, once it has crossed the wire. @param {Queue} queue @param {Consumer} consumer @param {Message} message */
  send(queue, consumer, message) {
    this.#arriving.push({ consumer, message: this.add(queue, consumer.tag, message) });
    if (this.#arriving.length > 1) return;
    const { world, connection } = this.channel;
    world.timeline.after(
      world.latency(),
      connection.owner,
      'receives',
      () => {
        for (const arrived of this.#arriving.splice(0))
          if (!this.channel.isClosed) arrived.consumer.callback(arrived.message);
      },
      queue.name,
    );
  }

  /** @param {number} tag */
  settle(tag) {
    const delivery = this.#unsettled.get(tag);
    if (!delivery) return;
    this.#unsettled.delete(tag);
    delivery.queue.settle();
    delivery.queue.pump();
  }

  /** Everything goes back to where it came from, in order. */
  giveBack() {
    /** @type {Map<Queue, Message[]>} */
    const back = new Map();
    for (const { queue, message } of this.#unsettled.values()) {
      const messages = back.get(queue);
      if (messages) messages.push(message);
      else back.set(queue, [message]);
    }
    this.#unsettled.clear();
    for (const [queue, messages] of back) queue.takeBack(messages);
  }
}

/** What the broker says of a message that it has given to somebody before. @param {Message} message */
const returned = ({ properties, returns }) => ({
  ...properties,
  headers: { ...properties['headers'], 'x-delivery-count': returns },
});
