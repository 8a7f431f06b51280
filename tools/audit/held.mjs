// @ts-check

/** @typedef {ReadonlyMap<string, number>} Held How many messages of each queue consumers hold. */

/** The broker's counts are not older. */
export const COUNTED_WITHIN_MS = 12_000;

/**
 * What consumers hold, by counts that are some seconds old. Of a queue the greatest of all that were read stands, so that
 * nothing is held only if none was at two moments that are further apart than counts are old.
 */
export class HeldMessages {
  /** @type {Map<string, number>} */
  #most = new Map();

  /** @param {() => Promise<Held | undefined>} count */
  constructor(count) {
    this.count = count;
  }

  /** Reads once more; `undefined` where the broker does not tell. @returns {Promise<Held | undefined>} */
  async read() {
    const now = await this.count();
    if (!now) return undefined;
    for (const [queue, held] of now) this.#most.set(queue, Math.max(held, this.#most.get(queue) ?? 0));
    return this.#most;
  }
}
