// @ts-check
import pg from 'pg';
import { messageOf } from '../support/messages.mjs';
import { ToolError } from '../support/tool.mjs';

/** @typedef {import('../infra/types.mjs').Database} Database */
/** @typedef {import('../infra/types.mjs').Owner} Owner */
/** @typedef {import('./invariant.mjs').Row} Row */

// Far longer than a million orders take; something is wrong with a server that needs more.
const STATEMENT_TIMEOUT_MS = 600_000;
// Only a migration holds a lock that a reader waits for.
const LOCK_TIMEOUT_MS = 5_000;
const UNDEFINED_TABLE = '42P01';
const ROWS_AT_ONCE = 5_000;

// Cursors are read to their end here, so the quickest plan is the one with the quickest end.
const SETTINGS = `SET LOCAL cursor_tuple_fraction = 1; SET LOCAL jit = off; SET LOCAL work_mem = '64MB'`;

/**
 * One database as it was at one moment, which cannot be changed through it.
 * @typedef {object} Snapshot
 * @property {<R = Row>(sql: string, parameters?: readonly unknown[]) => Promise<R[]>} query
 * @property {<R = Row>(sql: string, parameters?: readonly unknown[]) => AsyncGenerator<R[]>} batches the rows of a
 *   statement, some thousands at a time, by a cursor of the server
 */

/** @typedef {Record<Owner, Snapshot>} Snapshots */

/**
 * Runs work on a snapshot of each database. They are taken within milliseconds of each other, which is not at one moment.
 * Services may go on meanwhile: nothing is locked but the tables against being altered.
 * @template T
 * @param {Record<Owner, Database>} databases
 * @param {(snapshots: Snapshots) => Promise<T>} work
 * @returns {Promise<T>}
 */
export function withSnapshots({ order, inventory, notification }, work) {
  return onSnapshot(order, (ofOrder) =>
    onSnapshot(inventory, (ofInventory) =>
      onSnapshot(notification, (ofNotification) =>
        work({ order: ofOrder, inventory: ofInventory, notification: ofNotification }),
      ),
    ),
  );
}

/**
 * Runs work on one snapshot of a database. Throws `ToolError` when it cannot be looked at.
 * @template T
 * @param {Database} database
 * @param {(db: Snapshot) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function onSnapshot(database, work) {
  const client = await connected(database);
  try {
    await client.query(`BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; ${SETTINGS}`);
    // The snapshot is that of the first statement, which is to be now.
    await client.query('SELECT now()');
    return await work(snapshotOf(client));
  } catch (error) {
    throw isOfServer(error) ? new ToolError(`${placeOf(database)} ${reasonOf(error)}`) : error;
  } finally {
    await client.end();
  }
}

/** Whether the server has refused, or is gone. @param {unknown} error @returns {error is Error & { code?: string }} */
const isOfServer = (error) =>
  error instanceof pg.DatabaseError ||
  (error instanceof Error && error.message.startsWith('Connection terminated'));

/** @param {Error & { code?: string }} error */
const reasonOf = (error) =>
  error.code === UNDEFINED_TABLE
    ? 'lacks a table of ours: start its service on it once'
    : `cannot be looked at: ${error.message}`;

/** @param {Database} database */
async function connected(database) {
  const { host, port, name, username, password } = database;
  const client = new pg.Client({
    host,
    port,
    user: username,
    password,
    database: name,
    application_name: 'waybill-audit',
    connectionTimeoutMillis: 15_000,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
  });
  // Without a listener a connection the server cuts would take this process with it.
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    throw new ToolError(`${placeOf(database)} cannot be looked at: ${messageOf(error)}`);
  }
  return client;
}

/** @param {Database} database */
const placeOf = ({ host, port, name }) => `${host}:${port}/${name}`;

/** @param {pg.Client} client @returns {Snapshot} */
function snapshotOf(client) {
  let cursors = 0;
  /** @type {Promise<unknown>} */
  let turn = Promise.resolve();
  /** One statement after the other, however many streams are read side by side. @param {string} sql @param {readonly unknown[]} [parameters] @returns {Promise<pg.QueryResult>} */
  const query = (sql, parameters = []) => {
    const result = turn.then(() => client.query(sql, [...parameters]));
    turn = result.catch(() => {});
    return result;
  };
  return {
    query: async (sql, parameters) => (await query(sql, parameters)).rows,
    async *batches(sql, parameters = []) {
      cursors += 1;
      const cursor = `audit_${cursors}`;
      await query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${sql}`, parameters);
      for (;;) {
        const { rows } = await query(`FETCH ${ROWS_AT_ONCE} FROM ${cursor}`);
        if (rows.length > 0) yield rows;
        if (rows.length < ROWS_AT_ONCE) break;
      }
      await query(`CLOSE ${cursor}`);
    },
  };
}
