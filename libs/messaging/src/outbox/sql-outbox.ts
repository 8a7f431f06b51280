import type { Databases } from '../database/databases.js';
import { prepared } from '../transaction/prepared.js';
import { statements } from '../transaction/queryable.js';
import { textArray } from '../transaction/text-array.js';
import type { Queryable, Tx } from '../transaction/tx.js';
import { LEASE_MS, type Outbox, type OutboxRow } from './outbox.js';

const APPEND = prepared(
  `INSERT INTO outbox_events
     (id, exchange, routing_key, type, correlation_id, traceparent, body, available_at)
   SELECT e.*, now() + make_interval(secs => $8)
   FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) AS e`,
);

/** The outbox on `outbox_events`. */
export class SqlOutbox implements Outbox {
  constructor(private readonly databases: Databases) {}

  *tenants(): Iterable<string> {
    for (const [tenant] of this.databases.entries()) yield tenant;
  }

  async claim(tenant: string, limit: number): Promise<OutboxRow[]> {
    const rows = await this.db(tenant).query<OutboxRow>(
      `UPDATE outbox_events SET available_at = now() + make_interval(secs => $2)
       WHERE id IN (SELECT id FROM outbox_events WHERE available_at <= now()
                    ORDER BY available_at, id LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING id, exchange, routing_key AS "routingKey", type, correlation_id AS "correlationId", traceparent, body`,
      [limit, LEASE_MS / 1000],
    );
    return rows.sort((a, b) => (a.id < b.id ? -1 : 1)); // UUIDv7: by age
  }

  async remove(tenant: string, ids: readonly string[]): Promise<void> {
    await this.db(tenant).query('DELETE FROM outbox_events WHERE id = ANY($1::uuid[])', [ids]);
  }

  async giveBack(tenant: string, ids: readonly string[], delayMs: number): Promise<void> {
    await this.db(tenant).query(
      `UPDATE outbox_events SET available_at = now() + make_interval(secs => $2), attempts = attempts + 1
       WHERE id = ANY($1::uuid[])`,
      [ids, delayMs / 1000],
    );
  }

  private db(tenant: string): Queryable {
    return statements(this.databases.of(tenant));
  }
}

/**
 * Stores rows in the caller's transaction. `leased` rows belong from birth to the relay of this process, which has
 * them in memory; the others, and those of a process that died, go to whichever relay comes first.
 */
export function append(tx: Pick<Tx, 'write'>, rows: readonly OutboxRow[], leased: boolean): void {
  tx.write(APPEND, [
    rows.map(({ id }) => id),
    textArray(rows.map(({ exchange }) => exchange)),
    textArray(rows.map(({ routingKey }) => routingKey)),
    textArray(rows.map(({ type }) => type)),
    textArray(rows.map(({ correlationId }) => correlationId)),
    textArray(rows.map(({ traceparent }) => traceparent)),
    textArray(rows.map(({ body }) => body)),
    leased ? LEASE_MS / 1000 : 0,
  ]);
}
