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

/**
 * What has not come to rest yet, in words; an empty list when every event has been published and handled everywhere
 * and every mail is out. Decided by sequences, so that a message in flight cannot be overlooked.
 */
export async function unrest(databases: Databases): Promise<string[]> {
  const findings: string[] = [];
  for (const [name, database] of Object.entries(databases)) {
    for (const table of ['outbox_events', 'parked_events']) {
      const rows = await database.query(`SELECT FROM ${table}`);
      if (rows.length > 0) findings.push(`${rows.length} rows in ${table} of ${name}`);
    }
  }
  for (const { stream, of, versions, heardBy } of STREAMS) {
    const expected = await databases[of].query<{ subject: string; version: number }>(versions);
    for (const listener of heardBy)
      findings.push(...(await behind(databases[listener], listener, stream, expected)));
  }
  const due = await databases.notification.query(
    `SELECT FROM notifications WHERE status IN ('PENDING', 'SENDING')`,
  );
  if (due.length > 0) findings.push(`${due.length} notifications are due`);
  return findings;
}

async function behind(
  database: TestDatabase,
  listener: string,
  stream: string,
  expected: readonly { subject: string; version: number }[],
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
