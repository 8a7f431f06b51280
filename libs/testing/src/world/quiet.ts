import type { TestDatabase } from '../test-database.js';

/** The databases of the three services. */
export interface Databases {
  readonly order: TestDatabase;
  readonly inventory: TestDatabase;
  readonly notification: TestDatabase;
}

/** Whose aggregates a stream is about, and who has to have heard all of it. */
const STREAMS = [
  {
    stream: 'order',
    of: 'order',
    versions: 'SELECT id::text AS subject, version FROM orders',
    heardBy: ['inventory', 'notification'],
  },
  {
    stream: 'reservation',
    of: 'inventory',
    versions: 'SELECT order_id::text AS subject, version FROM reservations',
    heardBy: ['order'],
  },
  {
    stream: 'product',
    of: 'inventory',
    versions: 'SELECT product_id AS subject, version FROM products',
    heardBy: ['order', 'notification'],
  },
] as const;

/** What comes by itself, and in which database it is seen to be due. */
const DUE = [
  ['order', 'payment links', 'SELECT FROM orders WHERE payment_link_due_at IS NOT NULL'],
  ['notification', 'notifications', `SELECT FROM notifications WHERE status IN ('PENDING', 'SENDING')`],
] as const;

interface Place {
  readonly subject: string;
  readonly version: number;
}

/** One look at a world, from one database to the next. */
export interface Look {
  /** What has not come to rest yet, in words. */
  readonly unrest: readonly string[];
  /** How far every aggregate had come. Versions only grow: two looks that saw the same saw one moment between them. */
  readonly versions: string;
}

/**
 * Looks whether every event has been published and handled everywhere and nothing is due. Decided by sequences, so that
 * a message in flight cannot be overlooked; but what happens during the look can be, in the databases that it has left.
 */
export async function look(databases: Databases): Promise<Look> {
  const unrest: string[] = [];
  for (const [name, database] of Object.entries(databases)) {
    for (const table of ['outbox_events', 'parked_events']) {
      const rows = await database.query(`SELECT FROM ${table}`);
      if (rows.length > 0) unrest.push(`${rows.length} rows in ${table} of ${name}`);
    }
  }
  const versions: string[] = [];
  for (const { stream, of, versions: sql, heardBy } of STREAMS) {
    const expected = await databases[of].query<Place>(`${sql} ORDER BY subject`);
    versions.push(JSON.stringify(expected));
    for (const listener of heardBy)
      unrest.push(...(await behind(databases[listener], listener, stream, expected)));
  }
  for (const [name, what, sql] of DUE) {
    const due = await databases[name].query(sql);
    if (due.length > 0) unrest.push(`${due.length} ${what} are due`);
  }
  return { unrest, versions: versions.join() };
}

async function behind(
  database: TestDatabase,
  listener: string,
  stream: string,
  expected: readonly Place[],
): Promise<string[]> {
  const rows = await database.query<{ subject: string; sequence: number }>(
    'SELECT subject, sequence FROM stream_positions WHERE stream = $1',
    [stream],
  );
  const heard = new Map(rows.map(({ subject, sequence }) => [subject, sequence]));
  return expected
    .filter(({ subject, version }) => heard.get(subject) !== version)
    .map(
      ({ subject, version }) =>
        `${listener} has heard ${heard.get(subject) ?? 0} of ${version} of ${stream} ${subject}`,
    );
}
