// @ts-check

/**
 * Who waits for something to happen: nothing happens any more to one that is dead, and to one that stands still it
 * happens later. `passes` is asked before each thing that happens to it, and may let it die of it.
 * @typedef {{ readonly name: string, dead: boolean, stillUntil: number, passes(): boolean }} Owner
 */

/** @typedef {{ time: number, place: number, owner: Owner | undefined, label: string, about: string | undefined, run: () => void, isCalledOff: boolean }} Entry */

/** Virtual time, in milliseconds: all that happens in a simulated world happens here, one thing after another. */
export class Timeline {
  now = 0;
  happened = 0;
  /** Two runs in which the same things happened at the same times to the same owners have the same hash. */
  hash = 0x811c9dc5;
  /** @type {Entry[]} a binary heap */
  #heap = [];
  #places = 0;

  /** @param {((line: string) => void) | undefined} tell is told of everything that happens, in words */
  constructor(tell) {
    this.tell = tell;
  }

  /**
   * Lets something happen `ms` from now. What is to happen at the same time happens in the order in which it was asked for.
   * @param {number} ms
   * @param {Owner | undefined} owner
   * @param {string} label
   * @param {() => void} run
   * @param {string} [about] whom or what, for people
   * @returns {Entry}
   */
  after(ms, owner, label, run, about) {
    const entry = {
      time: this.now + ms,
      place: this.#places++,
      owner,
      label,
      about,
      run,
      isCalledOff: false,
    };
    this.#push(entry);
    return entry;
  }

  /**
   * Lets things happen until `isOver`, or until nothing is left; false if it is not over at `deadlineMs`.
   * @param {() => boolean} isOver
   * @param {number} deadlineMs
   * @returns {Promise<boolean>}
   */
  run(isOver, deadlineMs) {
    return new Promise((resolve, reject) => {
      // A tick that a microtask asks for comes when every promise that was settled has been followed up, however long the
      // chain; one that a tick asks for would come before.
      const soon = () => queueMicrotask(() => process.nextTick(step));
      const step = () => {
        try {
          if (isOver()) return resolve(true);
          const entry = this.#pop();
          if (!entry || entry.time > deadlineMs) return resolve(false);
          this.#happen(entry);
        } catch (error) {
          return reject(error);
        }
        soon();
      };
      soon();
    });
  }

  /** Adds to the hash. @param {number} value */
  mix(value) {
    this.hash = Math.imul(this.hash ^ value, 0x01000193);
  }

  /** @param {Entry} entry */
  #happen(entry) {
    const { owner } = entry;
    if (entry.isCalledOff || owner?.dead) return;
    if (owner && owner.stillUntil > entry.time) {
      entry.time = owner.stillUntil;
      return this.#push(entry);
    }
    this.now = entry.time;
    if (owner && !owner.passes()) return;
    this.happened += 1;
    this.#record(entry);
    entry.run();
  }

  /** @param {Entry} entry */
  #record({ time, owner, label, about = '' }) {
    const name = owner?.name ?? '';
    this.mix(Math.round(time * 1000));
    this.mix(codeOf(label));
    this.mix(codeOf(name));
    this.tell?.(`${time.toFixed(3).padStart(12)} ms  ${name.padEnd(15)} ${label} ${about}`.trimEnd());
  }

  /** @param {Entry} entry */
  #push(entry) {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = /** @type {Entry} */ (heap[parent]);
      if (!isBefore(entry, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = entry;
  }

  /** @returns {Entry | undefined} */
  #pop() {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last && last !== first) this.#sink(last);
    return first;
  }

  /** Puts the entry in the place of the first, and everything below it where it belongs. @param {Entry} entry */
  #sink(entry) {
    const heap = this.#heap;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      const right = heap[child + 1];
      if (right && isBefore(right, /** @type {Entry} */ (heap[child]))) child += 1;
      const below = /** @type {Entry} */ (heap[child]);
      if (!isBefore(below, entry)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = entry;
  }
}

/** @param {Entry} a @param {Entry} b */
const isBefore = (a, b) => a.time < b.time || (a.time === b.time && a.place < b.place);

/** @type {Map<string, number>} */
const codes = new Map();

/** A number for a label; there are few, and they come again and again. @param {string} text */
function codeOf(text) {
  let code = codes.get(text);
  if (code === undefined) {
    code = 0x811c9dc5;
    for (let at = 0; at < text.length; at++) code = Math.imul(code ^ text.charCodeAt(at), 0x01000193);
    codes.set(text, code);
  }
  return code;
}
