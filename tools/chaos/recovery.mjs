// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';

import { until } from '../support/until.mjs';

/** @typedef {import('./world.mjs').World} World */
/** @typedef {import('./load.mjs').Load} Load */

const BASELINE_PROBES = 6;
// Decisions take milliseconds; below this nobody would call them slow, however fast they were before.
const NEVER_SLOW_MS = 1500;
const TIMES_SLOWER = 3;
const PROBES_IN_A_ROW = 2;
const LOOK_EVERY_MS = 200;
const GIVE_UP_AFTER_MS = 180_000;

/** Says when a system works as it did before, as customers see it. */
export class Normality {
  #turn = 0;
  #slowMs = NEVER_SLOW_MS;

  /** @param {World} world @param {Load} load */
  constructor(world, load) {
    this.world = world;
    this.load = load;
  }

  /** Measures how long decisions take while nothing is wrong. */
  async measure() {
    /** @type {number[]} */
    const times = [];
    const measured = async () => {
      const ms = await this.load.probe((this.#turn += 1));
      if (ms !== undefined) times.push(ms);
      return times.length >= BASELINE_PROBES;
    };
    await until('orders to be decided at all', measured, { timeoutMs: GIVE_UP_AFTER_MS });
    this.#slowMs = Math.max(NEVER_SLOW_MS, TIMES_SLOWER * Math.max(...times));
    return this.#slowMs;
  }

  /**
   * Resolves with true when every instance is ready, orders are decided as fast as ever at either instance, and all that
   * were accepted until now have been decided; with false when that takes longer than three minutes.
   */
  async returned() {
    const since = Date.now();
    for (let inARow = 0; Date.now() - since < GIVE_UP_AFTER_MS;) {
      inARow = (await this.#isNormal(since)) ? inARow + 1 : 0;
      if (inARow >= PROBES_IN_A_ROW) return true;
      await sleep(LOOK_EVERY_MS);
    }
    return false;
  }

  /** @param {number} since */
  async #isNormal(since) {
    const isReady = await this.world.isReady().catch(() => false);
    if (!isReady || this.load.undecided(since).length > 0) return false;
    const ms = await this.load.probe((this.#turn += 1));
    return ms !== undefined && ms <= this.#slowMs;
  }
}
