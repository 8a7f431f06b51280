// @ts-check
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '../demo/client.mjs';
import { request } from '../support/http.mjs';
import { liveOn } from './stories.mjs';

/**
 * An order as its customer knows it.
 * @typedef {object} Tracked
 * @property {string} key for `Idempotency-Key`
 * @property {any} body
 * @property {number} postedAt ms since 1970, as all times here
 * @property {string} [id] once a request for it has been answered with 201
 * @property {number} [acceptedAt]
 * @property {number} [decidedAt] when it was first seen in another status than PENDING
 * @property {string} [refused] why it was refused for good
 * @property {string[]} granted statuses that a 2xx has promised
 * @property {boolean} [paid]
 */

const LANES = 8;
const LOOK_EVERY_MS = 400;
const PROBE_TIMEOUT_MS = 6000;

/** Customers: they order, change their minds, pay, and repeat what got no answer, with the same key. */
export class Load {
  /** @type {Tracked[]} */
  orders = [];
  #isOver = false;

  /**
   * @param {string[]} urls of the order service
   * @param {readonly string[]} products
   * @param {{ random: import('./random.mjs').Random, perSecond: number }} options
   */
  constructor(urls, products, { random, perSecond }) {
    this.client = new Client(urls);
    this.urls = urls;
    this.products = products;
    this.random = random;
    this.perSecond = perSecond;
  }

  start() {
    const lanes = Array.from({ length: LANES }, () => this.#lane(this.random.fork()));
    this.#running = Promise.all([...lanes, this.#watch()]);
  }

  /** @type {Promise<unknown>} */
  #running = Promise.resolve();

  /** Places no more orders, and resolves when those under way have been answered or given up. */
  async stop() {
    this.#isOver = true;
    await this.#running;
  }

  /** Repeats every request for an order that got no answer until it has one: then it is known which orders there are. */
  async resolve() {
    const open = this.orders.filter(({ id, refused }) => id === undefined && refused === undefined);
    for (const order of open) await this.place(order);
  }

  /** Orders that were accepted by then and have not been seen decided. @param {number} moment */
  undecided(moment) {
    return this.orders.filter(
      ({ acceptedAt, decidedAt }) => acceptedAt !== undefined && acceptedAt <= moment && !decidedAt,
    );
  }

  /** From POST to decision in milliseconds, of the orders that were sent in that time. @param {number} from @param {number} to */
  decisionTimes(from, to) {
    return this.orders.flatMap(({ postedAt, decidedAt }) =>
      decidedAt && postedAt >= from && postedAt < to ? [decidedAt - postedAt] : [],
    );
  }

  /** @param {import('./random.mjs').Random} random @param {boolean} [toPay] @returns {Tracked} */
  order(random, toPay = false) {
    const items = random
      .shuffled(this.products)
      .slice(0, random.whole(1, 3))
      .map((productId) => ({ productId, quantity: random.whole(1, 3) }));
    const order = {
      key: randomUUID(),
      body: {
        customerId: randomUUID(),
        items,
        contact: { email: `${randomBytes(6).toString('hex')}@example.org` },
        ...(toPay && { payment: { required: true } }),
      },
      postedAt: Date.now(),
      granted: [],
    };
    this.orders.push(order);
    return order;
  }

  /** Sends an order until it is answered. @param {Tracked} order */
  async place(order) {
    const headers = { 'idempotency-key': order.key, prefer: 'wait=3' };
    this.#note(order, await this.client.send('/orders', { method: 'POST', body: order.body, headers }));
  }

  /** One order, sent once to one instance: how long it took to be decided, or undefined. @param {number} turn */
  async probe(turn) {
    const order = this.order(this.random);
    const url = this.urls[turn % this.urls.length];
    const headers = { 'idempotency-key': order.key, prefer: 'wait=3' };
    try {
      const sent = { method: 'POST', body: order.body, headers, timeoutMs: PROBE_TIMEOUT_MS };
      const answer = await request(`${url}/orders`, sent);
      if (answer.status === 201) this.#note(order, answer);
    } catch {
      return undefined; // it is sent again when everything is over
    }
    return order.decidedAt === undefined ? undefined : order.decidedAt - order.postedAt;
  }

  /** @param {Tracked} order @param {import('../support/http.mjs').Answer} answer */
  #note(order, { status, body }) {
    if (status !== 201) {
      order.refused = `${status} ${body?.code ?? ''}`;
      return;
    }
    order.id = body.id;
    order.acceptedAt = Date.now();
    if (body.status !== 'PENDING') order.decidedAt = Date.now();
  }

  /** @param {import('./random.mjs').Random} random */
  async #lane(random) {
    while (!this.#isOver) {
      const began = Date.now();
      // A request that was given up after a minute is repeated when everything is over.
      await liveOn(this, random).catch(() => {});
      const turnMs = (LANES / this.perSecond) * 1000 * (0.5 + random.next());
      await sleep(Math.max(0, turnMs - (Date.now() - began)));
    }
  }

  /** Looks at orders that were not decided when their POST was answered. */
  async #watch() {
    while (!this.#isOver) {
      for (const order of this.undecided(Date.now()).slice(0, 50)) {
        const answer = await request(`${this.urls[0]}/orders/${order.id}`).catch(() => undefined);
        if (answer?.status === 200 && answer.body.status !== 'PENDING') order.decidedAt = Date.now();
        if (answer === undefined) this.urls.push(/** @type {string} */ (this.urls.shift()));
      }
      await sleep(LOOK_EVERY_MS);
    }
  }
}
