import type { DomainEvent } from '@app/contracts';
import { returned, type OutboxRow } from '../outbox/outbox.js';
import type { Queryable } from '../transaction/tx.js';

/**
 * Why a missing event may still come.
 * - `recent`: the next one waits for less than thirty seconds; most gaps close in milliseconds.
 * - `dead-letter`: it is among the dead letters of its queue.
 * - `queued`, `retrying`: its queue, or one of its retry queues, holds messages, which may be it.
 * - `unroutable`: so does the queue of what found no queue.
 * - `outbox`: this service is about to send it back to its queue.
 */
export const HOPES = ['recent', 'dead-letter', 'queued', 'retrying', 'unroutable', 'outbox'] as const;
export type Hope = (typeof HOPES)[number];

/** The first events that are missing in a stream of which later ones wait. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

interface Place {
  readonly stream: string;
  readonly subject: string;
}

const RECENT_S = 30;

/** The gap that holds up a stream, with whether it is recent; undefined when nothing waits behind one. */
export async function gapOf(
  db: Queryable,
  { stream, subject }: Place,
): Promise<(Gap & { readonly isRecent: boolean }) | undefined> {
  const [gap] = await db.query<Gap & { isRecent: boolean }>(
    `SELECT p.sequence + 1 AS "from", min(w.sequence) - 1 AS "to",
            min(w.parked_at) > now() - make_interval(secs => $3) AS "isRecent"
     FROM stream_positions p
     JOIN parked_events w ON w.stream = p.stream AND w.subject = p.subject AND w.sequence > p.sequence
     WHERE p.stream = $1 AND p.subject = $2
     GROUP BY p.sequence HAVING min(w.sequence) > p.sequence + 1`,
    [stream, subject, RECENT_S],
  );
  return gap;
}

/**
 * Moves the stream to just before the first event that waits, and takes that one out of the parking lot: to be sent to
 * `queue`, where it is the next, and releases those behind it as every event does. Undefined when there is no gap.
 */
export async function skip(
  db: Queryable,
  place: Place,
  queue: string,
): Promise<(Gap & { readonly released: OutboxRow }) | undefined> {
  const key = [place.stream, place.subject];
  // As the consumer does: whoever is about to fill the gap comes before us or finds it skipped.
  await db.query('SELECT FROM stream_positions WHERE stream = $1 AND subject = $2 FOR UPDATE', key);
  const gap = await gapOf(db, place);
  if (!gap) return undefined;
  const { from, to } = gap;
  await db.query('UPDATE stream_positions SET sequence = $3 WHERE stream = $1 AND subject = $2', [
    ...key,
    to,
  ]);
  const [next] = await db.query<{ body: string }>(
    'DELETE FROM parked_events WHERE stream = $1 AND subject = $2 AND sequence = $3 RETURNING body',
    [...key, to + 1],
  );
  return next && { from, to, released: returned(JSON.parse(next.body) as DomainEvent, queue) };
}

/** Whether a missing event is in this service's outbox, on its way back to its queue. */
export async function isInOutbox(
  db: Queryable,
  queue: string,
  { subject }: Place,
  { from, to }: Gap,
): Promise<boolean> {
  const rows = await db.query(
    `SELECT FROM outbox_events
     WHERE exchange = '' AND routing_key = $1 AND body::json ->> 'subject' = $2
       AND (body::json ->> 'sequence')::int BETWEEN $3 AND $4 LIMIT 1`,
    [queue, subject, from, to],
  );
  return rows.length > 0;
}
