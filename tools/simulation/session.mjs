// @ts-check

/** @typedef {import('./database.mjs').Database} Database */
/** @typedef {import('./timeline.mjs').Owner} Owner */

/** What the server answers. @param {string} code of PostgreSQL @param {string} message */
export const sqlError = (code, message) => Object.assign(new Error(message), { code });

/** A connection with one open transaction. */
export class Session {
  isBroken = false;
  /** @type {Map<Map<string, any>, Map<string, any>>} */
  #written = new Map();
  /** @type {string[]} */
  #held = [];
  /** @type {{ key: string, reject: (error: unknown) => void, granted: () => void } | undefined} */
  waitsFor;
  #isCommitting = false;
  #isOver = false;
  /** What the next statement waits for. @type {Promise<unknown>} */
  #last = Promise.resolve();
  /** What is to be done with the commit. @type {(() => void)[]} */
  uponCommit = [];

  /** @param {Database} database @param {Owner} owner */
  constructor(database, owner) {
    this.database = database;
    this.owner = owner;
    database.open.add(this);
  }

  /** @param {string} table @param {string} key */
  read(table, key) {
    const rows = this.database.table(table);
    const own = this.#written.get(rows);
    return own?.has(key) ? own.get(key) : rows.get(key);
  }

  /** @param {string} table @param {string} key @param {any} row `undefined` to delete it */
  write(table, key, row) {
    const rows = this.database.table(table);
    let own = this.#written.get(rows);
    if (!own) this.#written.set(rows, (own = new Map()));
    own.set(key, row);
  }

  /**
   * Runs a statement once those before it are done and the locks of `keys` are held; keys that depend on what there is are
   * read when it starts. Nothing is done behind a statement that has failed.
   * @template T @param {string} label @param {readonly string[] | (() => readonly string[])} keys @param {() => T} run
   * @returns {Promise<T>}
   */
  statement(label, keys, run) {
    return this.#behind(() => this.#run(label, keys, run));
  }

  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  #behind(work) {
    const done = this.#last.then(work);
    this.#last = done;
    // For the answer to what it only writes nobody waits: the next statement hears of a failure, or the commit.
    done.catch(() => {});
    return done;
  }

  /** @template T @param {string} label @param {readonly string[] | (() => readonly string[])} keys @param {() => T} run @returns {Promise<T>} */
  #run(label, keys, run) {
    const { world } = this.database;
    return new Promise((resolve, reject) => {
      world.timeline.after(world.latency(), this.owner, label, () => {
        if (this.isBroken) return reject(sqlError('57P01', 'terminating connection'));
        if (this.#isOver) return reject(sqlError('25P01', 'there is no transaction'));
        if (world.random.chance(world.rates.contention))
          return reject(sqlError('40001', 'could not serialize access'));
        this.#withLocks(typeof keys === 'function' ? keys() : keys, 0, reject, () => {
          try {
            resolve(run());
          } catch (error) {
            reject(error);
          }
        });
      });
    });
  }

  /** @returns {Promise<void>} */
  commit() {
    return this.#behind(() => this.#commit());
  }

  /** @returns {Promise<void>} */
  #commit() {
    const { world } = this.database;
    this.#isCommitting = true;
    return new Promise((resolve, reject) => {
      world.timeline.after(
        world.latency(),
        undefined,
        'commit arrives',
        () => {
          if (this.isBroken) {
            world.timeline.after(world.latency(), this.owner, 'commit lost', () =>
              reject(sqlError('57P01', 'terminating connection')),
            );
            return;
          }
          this.#apply();
          world.timeline.after(world.latency(), this.owner, 'commit answered', resolve);
        },
        this.owner.name,
      );
    });
  }

  /** Whether there was a connection to roll back on. */
  rollBack() {
    this.#end();
    return !this.isBroken;
  }

  /** The connection is gone. A commit on its way may have arrived or not. */
  breakOff() {
    if (this.isBroken) return;
    if (this.#isCommitting && this.database.open.has(this) && this.database.world.random.chance(0.5))
      this.#apply();
    this.isBroken = true;
    this.#end();
    this.waitsFor?.reject(sqlError('57P01', 'terminating connection'));
  }

  #apply() {
    for (const [rows, own] of this.#written) {
      for (const [key, row] of own) {
        if (row === undefined) rows.delete(key);
        else rows.set(key, row);
      }
    }
    for (const effect of this.uponCommit) effect();
    this.#end();
  }

  #end() {
    this.#isOver = true;
    this.database.open.delete(this);
    this.#written.clear();
    for (const key of this.#held.splice(0)) this.#release(key);
    if (this.waitsFor) {
      const lock = this.database.locks.get(this.waitsFor.key);
      lock?.waiting.splice(lock.waiting.indexOf(this), 1);
    }
  }

  /** @param {string} key */
  #release(key) {
    const { locks } = this.database;
    const lock = locks.get(key);
    const next = lock?.waiting.shift();
    if (!lock || !next?.waitsFor) return locks.delete(key);
    lock.holder = next;
    const { granted } = next.waitsFor;
    next.waitsFor = undefined;
    granted();
  }

  /** @param {readonly string[]} keys @param {number} from @param {(error: unknown) => void} reject @param {() => void} run */
  #withLocks(keys, from, reject, run) {
    const { locks } = this.database;
    for (let at = from; at < keys.length; at++) {
      const key = /** @type {string} */ (keys[at]);
      const lock = locks.get(key);
      if (!lock) locks.set(key, { holder: this, waiting: [] });
      else if (lock.holder !== this) {
        if (this.#wouldWaitForItself(lock.holder)) return reject(sqlError('40P01', 'deadlock detected'));
        lock.waiting.push(this);
        const granted = () => {
          this.#held.push(key);
          this.#withLocks(keys, at + 1, reject, run);
        };
        this.waitsFor = { key, reject, granted };
        return;
      } else continue;
      this.#held.push(key);
    }
    run();
  }

  /** @param {Session} holder */
  #wouldWaitForItself(holder) {
    for (let at = holder; at.waitsFor;) {
      const lock = this.database.locks.get(at.waitsFor.key);
      if (!lock) return false;
      if (lock.holder === this) return true;
      at = lock.holder;
    }
    return false;
  }
}
