// @ts-check
import { ToolError } from '../../tools/support/tool.mjs';
import { offer } from '../load/offer.mjs';
import { metered, serverRoots } from '../measure/meter.mjs';
import { turnsOf } from '../measure/processor.mjs';
import { search, walk } from '../measure/search.mjs';
import { forgetStatements, longestStatements } from '../measure/statements.mjs';

/** @typedef {import('../load/offer.mjs').Load} Load */
/** @typedef {import('../load/offer.mjs').Offered} Offered */
/** @typedef {import('../measure/meter.mjs').Cost} Cost */
/** @typedef {import('../shops/shop.mjs').Shop} Shop */
/** @typedef {import('./part.mjs').Bench} Bench */

/** What is ordered. @typedef {Pick<Load, 'products' | 'lines'>} Goods */

/** What a rate that is sustained was like. @typedef {{ perSecond: number, orders: number, cost: Cost }} Sustained */

const PROBE_S = 4;
const WARM_UP_S = 5;
const FIRST_PER_SECOND = 60;
// Some minutes' work for V8 to optimise, and for PostgreSQL to look at tables that were empty.
const WARM_AFTER_ORDERS = 6_000;
const WARMING_SHARE = 0.25;
const SHARE = 0.7;
const BUSY_WARM_UP_S = 2;

/** A shop with everything that is measured of it, and the account of all that it has accepted. */
export class Stall {
  #tally = { accepted: 0 };
  /** By what is ordered, the rate that was sustained last. @type {Map<string, number>} */
  #rates = new Map();

  /** @param {Bench} bench @param {Shop} shop */
  constructor(bench, shop) {
    this.bench = bench;
    this.shop = shop;
  }

  /** Offers a load and says what came of it. @param {Load} load @returns {Promise<Offered>} */
  async offer(load) {
    const { ground, tell } = this.bench;
    const offered = await offer(ground, this.shop, load, this.#tally);
    const verdict = offered.troubles.length === 0 ? 'sustained' : offered.troubles.join(', ');
    tell(this.shop.name, `${load.perSecond} orders/s for ${load.seconds} s: ${verdict}`);
    return offered;
  }

  /**
   * Has each instance work on 6,000 orders, at a rate far below the likely one. For shops that are compared with each other:
   * by a search alone one of them is measured colder than the other.
   * @param {number} [likely] orders a second @param {number} [each] instances of each service
   */
  async warmUp(likely = FIRST_PER_SECOND, each = 1) {
    const perSecond = Math.max(FIRST_PER_SECOND, Math.round(likely * WARMING_SHARE));
    await this.offer({ perSecond, seconds: Math.ceil((WARM_AFTER_ORDERS * each) / perSecond) });
  }

  /**
   * The highest rate that is sustained, and what it costs. The first time it is looked for from the rate that is thought
   * likely, later from the rate before.
   * @param {Goods} [goods] @param {number} [likely] orders a second
   * @returns {Promise<Sustained>}
   */
  async sustained(goods = {}, likely = FIRST_PER_SECOND) {
    const { seconds } = this.bench.pace;
    const key = JSON.stringify(goods);
    const start = this.#rates.get(key) ?? (await this.#search(goods, likely));
    const { perSecond, result } = await walk(
      (rate) => this.#full({ ...goods, perSecond: rate, seconds }),
      start,
    );
    this.#rates.set(key, perSecond);
    return { perSecond, ...result };
  }

  /**
   * Offers 70 % of a rate. `waiting` is how many seconds services and servers were ready to run, and did not, for each in
   * which they ran.
   * @param {number} perSecond @param {Pick<Load, 'waitEvery'>} [more]
   * @returns {Promise<Offered & { share: number, waiting: number }>}
   */
  async busy(perSecond, more = {}) {
    const share = Math.max(1, Math.round(perSecond * SHARE));
    const { seconds } = this.bench.pace;
    const roots = { ...this.shop.processes, ...(await serverRoots(this.bench.ground)) };
    const before = turnsOf(roots);
    const offered = await this.offer({ ...more, perSecond: share, seconds, warmUpSeconds: BUSY_WARM_UP_S });
    const after = turnsOf(roots);
    return { ...offered, share, waiting: (after.waited - before.waited) / (after.ran - before.ran) };
  }

  /** Throws `ToolError` unless everything that was accepted adds up. */
  async takeStock() {
    const wrongs = await this.shop.wrongs(this.#tally.accepted);
    if (wrongs.length > 0)
      throw new ToolError(`figures of ${this.shop.name} are refused:\n${wrongs.join('\n')}`);
    this.bench.tell(this.shop.name, `${this.#tally.accepted} orders add up`);
  }

  /** @param {Goods} goods @param {number} likely */
  async #search(goods, likely) {
    const seconds = Math.min(PROBE_S, this.bench.pace.seconds);
    // Nothing that has just started is as fast as it will be.
    await this.offer({ ...goods, perSecond: Math.min(likely, FIRST_PER_SECOND), seconds });
    const isSustained = async (/** @type {number} */ perSecond) =>
      (await this.offer({ ...goods, perSecond, seconds, warmUpSeconds: 1 })).troubles.length === 0;
    return search(isSustained, likely);
  }

  /** @param {Load} load @returns {Promise<Omit<Sustained, 'perSecond'> | undefined>} */
  async #full(load) {
    const warmUpSeconds = Math.min(WARM_UP_S, load.seconds);
    const { ground, pace, tell } = this.bench;
    const run = () => this.offer({ ...load, warmUpSeconds });
    if (pace.statements) await forgetStatements(ground);
    const { value, cost } = await metered(ground, this.shop, run);
    const orders = value.outcome.accepted.length;
    if (pace.statements)
      for (const line of await longestStatements(ground, orders)) tell(this.shop.name, line);
    return value.troubles.length === 0 ? { orders, cost: await cost() } : undefined;
  }

  close() {
    return this.shop.close();
  }
}
