// @ts-check

/** A row of an ordered stream. @typedef {{ key: string }} Keyed */

/**
 * Reads ordered streams side by side and yields, for each key that any of them has, its row of each: in the memory of
 * one batch of each stream, however long they are. Throws if a stream is not in the order of its keys, byte by byte,
 * or has a key twice: then rows would be missed.
 * @template {Keyed} Together
 * @param {Record<Exclude<keyof Together, 'key'>, AsyncIterator<Keyed[]>>} streams by the name that their rows get
 * @returns {AsyncGenerator<Together>}
 */
export async function* merged(streams) {
  const readers = Object.entries(streams).map(([name, batches]) => ({
    name,
    reader: new Reader(name, batches),
  }));
  await Promise.all(readers.map(({ reader }) => reader.start()));
  for (;;) {
    const key = least(readers.map(({ reader }) => reader.row));
    if (key === undefined) return;
    /** @type {Record<string, unknown>} */
    const together = { key };
    for (const { name, reader } of readers) {
      if (reader.row?.key !== key) continue;
      together[name] = reader.row;
      // Awaited only where a batch is at its end: a promise for each of millions of rows would be felt.
      const refill = reader.advance();
      if (refill) await refill;
    }
    yield /** @type {Together} */ (together);
  }
}

/** @param {(Keyed | undefined)[]} rows */
function least(rows) {
  /** @type {string | undefined} */
  let key;
  for (const row of rows) if (row && (key === undefined || row.key < key)) key = row.key;
  return key;
}

/** One stream, with the row that is next. */
class Reader {
  /** @type {readonly Keyed[]} */
  #batch = [];
  #at = 0;

  /** @param {string} name @param {AsyncIterator<Keyed[]>} batches */
  constructor(name, batches) {
    this.name = name;
    this.batches = batches;
  }

  /** The row that is next, or none at the end. */
  get row() {
    return this.#batch[this.#at];
  }

  async start() {
    const { value, done } = await this.batches.next();
    this.#batch = done ? [] : value;
    this.#at = 0;
  }

  /** Goes on to the next row; a promise if that has to be fetched. */
  advance() {
    const passed = this.row;
    this.#at += 1;
    if (this.row) return this.#assertAfter(passed);
    return this.start().then(() => this.#assertAfter(passed));
  }

  /** @param {Keyed | undefined} passed */
  #assertAfter(passed) {
    if (passed && this.row && this.row.key <= passed.key)
      throw new Error(`${this.name} is out of order: ${this.row.key} after ${passed.key}`);
  }
}
