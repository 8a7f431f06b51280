import type { DomainEvent } from '@app/contracts';
import { newId } from '@app/platform';
import type { Queryable } from '../transaction/tx.js';

/** An event in the outbox, with where it is to be published. */
export interface OutboxRow {
  readonly id: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly type: string;
  readonly correlationId: string;
  readonly traceparent: string | null;
  /** The event as JSON. */
  readonly body: string;
}

/**
 * How long a row belongs to whoever took it, in milliseconds. Far longer than publishing takes and short enough to
 * wait for after a crash. When it is too short for once, two relays publish the row and the inbox drops the repeat.
 */
export const LEASE_MS = 5_000;

/** The row that announces an event: it has the event's id. */
export const announced = (event: DomainEvent, exchange: string): OutboxRow => ({
  ...describing(event),
  id: event.id,
  exchange,
  routingKey: event.type,
});

/**
 * The row that sends an event back to a queue. It has an id of its own: the same event may be sent back again before
 * the first row is gone, and neither may stand for the other.
 */
export const returned = (event: DomainEvent, queue: string): OutboxRow => ({
  ...describing(event),
  id: newId(),
  exchange: '',
  routingKey: queue,
});

const describing = (event: DomainEvent) => ({
  type: event.type,
  correlationId: event.correlationid,
  traceparent: event.traceparent ?? null,
  body: JSON.stringify(event),
});

/**
 * Stores rows in the caller's transaction. `leased` rows belong from birth to the relay of this process, which has
 * them in memory; the others, and those of a process that died, go to whichever relay comes first.
 */
export async function append(db: Queryable, rows: readonly OutboxRow[], leased: boolean): Promise<void> {
  await db.query(
    `INSERT INTO outbox_events
       (id, exchange, routing_key, type, correlation_id, traceparent, body, available_at)
     SELECT e.*, now() + make_interval(secs => $8)
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) AS e`,
    [
      rows.map(({ id }) => id),
      rows.map(({ exchange }) => exchange),
      rows.map(({ routingKey }) => routingKey),
      rows.map(({ type }) => type),
      rows.map(({ correlationId }) => correlationId),
      rows.map(({ traceparent }) => traceparent),
      rows.map(({ body }) => body),
      leased ? LEASE_MS / 1000 : 0,
    ],
  );
}

/** Takes up to `limit` rows that nobody holds, oldest first; several relays never get the same. */
export async function claim(db: Queryable, limit: number): Promise<OutboxRow[]> {
  const rows = await db.query<OutboxRow>(
    `UPDATE outbox_events SET available_at = now() + make_interval(secs => $2)
     WHERE id IN (SELECT id FROM outbox_events WHERE available_at <= now()
                  ORDER BY available_at, id LIMIT $1 FOR UPDATE SKIP LOCKED)
     RETURNING id, exchange, routing_key AS "routingKey", type, correlation_id AS "correlationId", traceparent, body`,
    [limit, LEASE_MS / 1000],
  );
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1)); // UUIDv7: by age
}

/** Forgets what the broker has confirmed. */
export async function remove(db: Queryable, ids: readonly string[]): Promise<void> {
  await db.query('DELETE FROM outbox_events WHERE id = ANY($1::uuid[])', [ids]);
}

/** Gives back what could not be published, to be tried again after `delayMs`. */
export async function giveBack(db: Queryable, ids: readonly string[], delayMs: number): Promise<void> {
  await db.query(
    `UPDATE outbox_events SET available_at = now() + make_interval(secs => $2), attempts = attempts + 1
     WHERE id = ANY($1::uuid[])`,
    [ids, delayMs / 1000],
  );
}
