// @ts-check
import { openDatabase } from '../databases.mjs';
import { OF_SERVICES } from './database.mjs';

/** @typedef {import('../fault.mjs').Fault} Fault */
/** @typedef {import('../../infra/types.mjs').Owner} Owner */

/** @type {Record<string, { owner: Owner, sql: string }>} */
const HOT_ROWS = {
  products: { owner: 'inventory', sql: 'SELECT FROM products FOR UPDATE' },
  orders: { owner: 'order', sql: 'SELECT FROM orders ORDER BY created_at DESC LIMIT 100 FOR UPDATE' },
  notifications: {
    owner: 'notification',
    sql: "SELECT FROM notifications WHERE status IN ('PENDING', 'SENDING') FOR UPDATE",
  },
  positions: {
    owner: 'order',
    sql: "SELECT FROM stream_positions WHERE stream = 'product' FOR UPDATE",
  },
};

/** @type {Fault} */
export const lockHeld = {
  name: 'lock-held',
  explanation: 'Somebody locks rows that everybody needs, and holds them for ten seconds.',
  lengthMs: [10_000, 10_000],
  draw: (random) => ({ rows: random.pick(Object.keys(HOT_ROWS)) }),
  mailWindows: ({ rows }) => (rows === 'notifications' ? 2 : 0),
  async inject(world, { rows }) {
    const { owner, sql } = /** @type {{ owner: Owner, sql: string }} */ (HOT_ROWS[String(rows)]);
    const client = await openDatabase(world, owner);
    await client.query('BEGIN');
    await client.query(sql);
    return () => client.end();
  },
};

/** @type {Fault} */
export const connectionsExhausted = {
  name: 'connections-exhausted',
  explanation: 'All connections that PostgreSQL has to give are taken, and the services have lost theirs.',
  lengthMs: [2000, 8000],
  draw: () => ({}),
  mailWindows: () => 2,
  async inject(world) {
    const first = await openDatabase(world, 'order');
    const taken = [first];
    // Twice, for some services are quicker than we are the first time.
    for (let time = 1; time <= 2; time += 1) {
      await first.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${OF_SERVICES}`);
      await takeAll(world, taken);
    }
    return async () => void (await Promise.all(taken.map((client) => client.end())));
  },
};

/** Connects until it is refused. @param {import('../world.mjs').World} world @param {import('pg').Client[]} taken */
async function takeAll(world, taken) {
  for (;;) {
    const some = await Promise.allSettled(Array.from({ length: 10 }, () => openDatabase(world, 'order')));
    taken.push(...some.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])));
    if (some.some(({ status }) => status === 'rejected')) return;
  }
}
