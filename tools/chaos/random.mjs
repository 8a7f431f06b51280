// @ts-check

/**
 * Numbers that look random and are the same for the same seed, on every machine.
 * @typedef {object} Random
 * @property {() => number} next from 0 to below 1
 * @property {(from: number, to: number) => number} whole a whole number, both ends included
 * @property {<T>(list: readonly T[]) => T} pick one of a list that is not empty
 * @property {<T>(list: readonly T[]) => T[]} shuffled
 * @property {() => Random} fork numbers of its own, so that who draws more does not change what others get
 */

/** @param {number} seed any whole number @returns {Random} */
export function createRandom(seed) {
  let state = seed >>> 0;
  // mulberry32: 32 bits of state are plenty to choose faults and orders with.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /** @type {Random['whole']} */
  const whole = (from, to) => from + Math.floor(next() * (to - from + 1));
  /** @type {Random['pick']} */
  const pick = (list) => /** @type {any} */ (list[whole(0, list.length - 1)]);
  /** @type {Random['shuffled']} */
  const shuffled = (list) => {
    const copy = [...list];
    for (let last = copy.length - 1; last > 0; last -= 1) {
      const other = whole(0, last);
      [copy[last], copy[other]] = [/** @type {any} */ (copy[other]), /** @type {any} */ (copy[last])];
    }
    return copy;
  };
  return { next, whole, pick, shuffled, fork: () => createRandom(whole(0, 2 ** 32 - 1)) };
}
