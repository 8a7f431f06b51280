// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { query } from './databases.mjs';

/** Where the databases are. @typedef {import('./databases.mjs').Ground} World */
/** @typedef {import('../infra/types.mjs').Owner} Owner */

/** @type {readonly Owner[]} */
const OWNERS = ['order', 'inventory', 'notification'];

/** Whose aggregates a stream is about, and who has to have heard all of it. */
export const STREAMS = /** @type {const} */ ([
  {
    stream: 'order',
    of: 'order',
    versions: 'SELECT id::text, version FROM orders',
    heardBy: ['inventory', 'notification'],
  },
  {
    stream: 'reservation',
    of: 'inventory',
    versions: 'SELECT order_id::text, version FROM reservations',
    heardBy: ['order'],
  },
  {
    stream: 'product',
    of: 'inventory',
    versions: 'SELECT product_id, version FROM products',
    heardBy: ['order', 'notification'],
  },
]);

const LOOK_EVERY_MS = 1000;

/**
 * An event that a subscriber has not handled yet, though its publisher has taken the step it tells of.
 * @typedef {{ stream: string, subject: string, sequence: number, listener: Owner }} Missing
 */

/**
 * Every event not handled yet, wherever it is. Decided by sequences, so that nothing in flight can be overlooked.
 * @param {World} world
 * @returns {Promise<Missing[]>}
 */
export async function missingEvents(world) {
  const found = STREAMS.map(async ({ stream, of, versions, heardBy }) => {
    const expected = await query(world, of, `SELECT * FROM (${versions}) AS said (subject, version)`);
    return (
      await Promise.all(heardBy.map((listener) => missingAt(world, listener, stream, expected)))
    ).flat();
  });
  return (await Promise.all(found)).flat();
}

/** @param {World} world @param {Owner} listener @param {string} stream @param {{ subject: string, version: number }[]} expected */
async function missingAt(world, listener, stream, expected) {
  const sql = 'SELECT subject, sequence FROM stream_positions WHERE stream = $1';
  const rows = await query(world, listener, sql, [stream]);
  const heard = new Map(rows.map(({ subject, sequence }) => [subject, Number(sequence)]));
  return expected.flatMap(({ subject, version }) => {
    const position = heard.get(subject) ?? 0;
    return Array.from({ length: Math.max(0, version - position) }, (_, index) => ({
      stream,
      subject,
      sequence: position + index + 1,
      listener,
    }));
  });
}

/**
 * What has not come to rest yet, in words; nothing when every event has been published and handled and every mail is out.
 * @param {World} world
 * @returns {Promise<string[]>}
 */
export async function unrest(world) {
  const findings = [];
  for (const owner of OWNERS) {
    for (const table of ['outbox_events', 'parked_events']) {
      const [row] = await query(world, owner, `SELECT count(*)::int AS n FROM ${table}`);
      if (row.n > 0) findings.push(`${row.n} rows in ${table} of ${owner}`);
    }
  }
  const unpaid = "SELECT count(*)::int AS n FROM orders WHERE status IN ('PENDING', 'AWAITING_PAYMENT')";
  const [open] = await query(world, 'order', unpaid);
  if (open.n > 0) findings.push(`${open.n} orders are neither decided nor out of time`);
  for (const { listener, stream, subject, sequence } of await missingEvents(world))
    findings.push(`${listener} has not handled event ${sequence} of ${stream} ${subject}`);
  const toSend = "SELECT count(*)::int AS n FROM notifications WHERE status IN ('PENDING', 'SENDING')";
  const [due] = await query(world, 'notification', toSend);
  if (due.n > 0) findings.push(`${due.n} notifications are due`);
  return findings;
}

/** How far all aggregates have come: versions only grow, so their sum does with every step. @param {World} world */
async function progress(world) {
  const sums = STREAMS.map(async ({ of, versions }) => {
    const sql = `SELECT count(*) AS n, sum(version) AS steps FROM (${versions}) AS said (subject, version)`;
    const [row] = await query(world, of, sql);
    return `${row.n} ${row.steps}`;
  });
  return (await Promise.all(sums)).join();
}

/**
 * Waits until nothing moves any more, and resolves with what still does after the time limit. A look goes from one
 * database to the next, and what happens meanwhile in one that it has left escapes it: so nothing may have moved since.
 * @param {World} world
 * @param {number} timeoutMs
 */
export async function comeToRest(world, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const before = await progress(world);
    const findings = await unrest(world);
    const hasMoved = before !== (await progress(world));
    if ((findings.length === 0 && !hasMoved) || Date.now() > deadline) return findings;
    await sleep(LOOK_EVERY_MS);
  }
}
