import type { AppName, TestDatabase, World } from '@app/testing';
import type { Finding } from './finding.js';

interface Failures {
  readonly type: string;
  readonly code: string;
  readonly times: number;
}

const FAILURES = `
  SELECT detail ->> 'type' AS type, detail ->> 'code' AS code, sum(times)::int AS times
  FROM stream_incidents WHERE kind IN ('retried', 'dead-lettered')
  GROUP BY 1, 2 ORDER BY 1, 2`;

/**
 * Handlers that failed for reasons of their own: a retry may have put it right, but none should have been needed. Whoever
 * waits for a database or is in the way of another has not failed.
 */
export async function handlerFindings({
  order,
  inventory,
  notification,
}: World['databases']): Promise<Finding[]> {
  const ofEach = await Promise.all([
    failuresIn('order-service', order),
    failuresIn('inventory-service', inventory),
    failuresIn('notification-service', notification),
  ]);
  return ofEach.flat();
}

async function failuresIn(app: AppName, database: TestDatabase): Promise<Finding[]> {
  const rows = await database.query<Failures>(FAILURES);
  return rows.map(({ type, code, times }) => ({
    by: 'handlers',
    what: `${app} failed at ${type} with ${code}`,
    seen: `${times} times`,
  }));
}
