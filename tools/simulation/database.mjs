// @ts-check
import { sqlError } from './session.mjs';

/** @typedef {import('./session.mjs').Session} Session */
/** @typedef {import('./timeline.mjs').Owner} Owner */
/** @typedef {import('./world.mjs').World} World */

/**
 * A database in memory at the isolation of READ COMMITTED: a statement sees what is committed when it runs, and what its
 * own transaction wrote; rows are locked one by one until the end of the transaction; of two transactions that wait for
 * each other one is told of a deadlock. Who does not lock what it read can lose an update, as in PostgreSQL.
 */
export class Database {
  isDown = false;
  /** @type {Set<Session>} */
  open = new Set();
  /** @type {Map<string, Map<string, any>>} */
  #tables = new Map();
  /** @type {Map<string, { holder: Session, waiting: Session[] }>} */
  locks = new Map();

  /** @param {World} world @param {string} name */
  constructor(world, name) {
    this.world = world;
    this.name = name;
  }

  /** The committed rows. @param {string} name @returns {Map<string, any>} */
  table(name) {
    let table = this.#tables.get(name);
    if (!table) this.#tables.set(name, (table = new Map()));
    return table;
  }

  /**
   * One statement outside a transaction.
   * @template T @param {Owner} owner @param {string} label @param {() => T} run @returns {Promise<T>}
   */
  statement(owner, label, run) {
    const { world } = this;
    return new Promise((resolve, reject) => {
      world.timeline.after(world.latency(), owner, label, () => {
        if (this.isDown) reject(sqlError('57P03', 'the database system is not available'));
        else resolve(run());
      });
    });
  }

  /** Nobody's connection survives. @param {number} ms how long nobody gets a new one */
  stop(ms) {
    this.isDown = true;
    for (const session of this.open) session.breakOff();
    this.world.timeline.after(
      ms,
      undefined,
      'database starts',
      () => {
        this.isDown = false;
      },
      this.name,
    );
  }
}
