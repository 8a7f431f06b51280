// @ts-check
import { TENANT } from './store.mjs';

/** @typedef {import('./world.mjs').World} World */
/** @typedef {import('./instance.mjs').Instance} Instance */
/** @typedef {import('./plan.mjs').PlannedOrder} PlannedOrder */
/** @typedef {(instance: Instance) => Promise<unknown>} Request */
/** @typedef {{ label: string, isPatient: boolean }} Asking */

const PATIENCE_MS = 4_000;
const AGAIN_AFTER_MS = 300;
const PRICE = 1_000;
const CUSTOMER = '01980000-0000-7000-8000-00000000c0de';

/** Those who place, cancel and ship orders, and who ask again until they are answered. */
export class Clients {
  /** Requests that nobody has answered yet. */
  waiting = 0;
  /** @type {Set<string>} orders that somebody was told to be placed */
  accepted = new Set();

  /** @param {World} world */
  constructor(world) {
    this.world = world;
    for (const planned of world.plan.orders) this.#plan(planned);
  }

  /** @param {PlannedOrder} planned */
  #plan(planned) {
    const { newId } = this.world.builds.order;
    /** @type {string} */
    const id = newId();
    this.world.orders.set(id, planned);
    const { number, at, cancelAt, shipAt, isPatient } = planned;
    /** @param {string} does @returns {Asking} */
    const asking = (does) => ({ label: `${does} order ${number}`, isPatient });
    this.#at(at, asking('client places'), (instance) => this.#place(instance, id, planned));
    const cancel = { step: 'cancel', code: 'REQUESTED', reason: 'no longer wanted' };
    if (cancelAt !== undefined) this.#decideAt(cancelAt, id, cancel, asking('client cancels'));
    if (shipAt !== undefined) this.#decideAt(shipAt, id, { step: 'ship' }, asking('shop ships'));
  }

  /** @param {number} at @param {string} orderId @param {object} command @param {Asking} asking */
  #decideAt(at, orderId, command, asking) {
    this.#at(at, asking, ({ useCases, build }) =>
      useCases.decide.execute(
        caller(),
        { orderId },
        (/** @type {object} */ order, /** @type {object} */ occasion) =>
          build['takeStep'](order, command, occasion),
      ),
    );
  }

  /** @param {Instance} instance @param {string} id @param {PlannedOrder} planned */
  async #place({ build, transactions, useCases, clock }, id, { lines }) {
    await transactions.run(caller(), async (/** @type {any} */ tx) => {
      // An answer may be lost: who asks again means the same order.
      if (await useCases.orders.find(tx, id)) return;
      const placed = build['place'](placing(id, lines), { at: clock.now().toISOString(), who: 'customer' });
      await useCases.orders.insert(tx, placed);
      tx.publish(placed.event);
    });
    this.accepted.add(id);
  }

  /** @param {number} ms @param {Asking} asking @param {Request} request */
  #at(ms, asking, request) {
    this.waiting += 1;
    this.world.timeline.after(ms, undefined, asking.label, () => this.#ask(asking, request));
  }

  /** @param {Asking} asking @param {Request} request */
  #ask(asking, request) {
    const { timeline, random, instances } = this.world;
    const alive = [...instances].filter(({ service }) => service === 'order');
    if (alive.length === 0) return this.#unanswered(asking, request);
    let isOpen = true;
    /** @param {boolean} isAnswer */
    const end = (isAnswer) => {
      if (!isOpen) return;
      isOpen = false;
      patience.isCalledOff = true;
      if (isAnswer) this.waiting -= 1;
      else this.#unanswered(asking, request);
    };
    const patience = timeline.after(PATIENCE_MS, undefined, 'no answer', () => end(false), asking.label);
    request(random.pick(alive)).then(
      () => end(true),
      // A rule that says no has answered.
      (/** @type {object} */ error) => end('kind' in error),
    );
  }

  /** @param {Asking} asking @param {Request} request */
  #unanswered(asking, request) {
    const { timeline } = this.world;
    if (!asking.isPatient) this.waiting -= 1;
    else
      timeline.after(AGAIN_AFTER_MS, undefined, 'asks again', () => this.#ask(asking, request), asking.label);
  }
}

const caller = () => ({ tenant: TENANT, correlationid: 'simulation', principal: { role: 'admin' } });

/** @param {string} id @param {readonly import('./plan.mjs').Line[]} lines */
const placing = (id, lines) => ({
  id,
  customerId: CUSTOMER,
  lines: lines.map((line) => ({ ...line, name: line.productId, unitPrice: PRICE })),
  total: { amount: lines.reduce((sum, { quantity }) => sum + quantity * PRICE, 0), currency: 'EUR' },
  contact: { email: 'customer@example.com' },
  paymentRequired: false,
});
