import type { DomainEvent } from '@app/contracts';
import type { OutboxRow } from '../outbox/outbox.js';
import { returned } from '../outbox/outbox.js';
import type { PipelineTx, Queryable } from '../transaction/tx.js';
import { admit, type Admission } from './admission.js';

/**
 * The sequenced inbox of one stream, on `stream_positions` and `parked_events`. Within the caller's transaction it
 * locks the streams of the events, drops what was seen, parks what came early, moves the streams on, and sends what
 * was parked behind them back to `queue`, as deliveries of their own: a bad successor never sinks its predecessor.
 */
export async function sequence(
  tx: PipelineTx,
  events: readonly DomainEvent[],
  { stream, queue }: { stream: string; queue: string },
): Promise<Admission<DomainEvent>> {
  const admission = admit(events, await lockPositions(tx, stream, events));
  if (admission.early.length > 0) await park(tx, stream, admission.early);
  if (admission.advanced.size > 0) tx.forward(...(await advance(tx, stream, queue, admission.advanced)));
  return admission;
}

/**
 * Locked before anything is parked: an early event and its predecessor that reach two instances at once cannot miss
 * each other. Taken in one order, so that two batches cannot wait for each other.
 */
async function lockPositions(
  tx: Queryable,
  stream: string,
  events: readonly DomainEvent[],
): Promise<Map<string, number>> {
  const rows = await tx.query<{ subject: string; sequence: number }>(
    `INSERT INTO stream_positions AS p (stream, subject, sequence)
     SELECT $1, subject, 0 FROM unnest($2::text[]) AS s (subject) ORDER BY subject
     ON CONFLICT (stream, subject) DO UPDATE SET sequence = p.sequence
     RETURNING subject, sequence`,
    [stream, [...new Set(events.map(({ subject }) => subject))]],
  );
  return new Map(rows.map(({ subject, sequence: position }) => [subject, position]));
}

async function park(tx: Queryable, stream: string, early: readonly DomainEvent[]): Promise<void> {
  await tx.query(
    `INSERT INTO parked_events (stream, subject, sequence, event_id, body)
     SELECT $1, e.* FROM unnest($2::text[], $3::int[], $4::uuid[], $5::text[]) AS e
     ON CONFLICT (stream, subject, sequence) DO NOTHING`,
    [
      stream,
      early.map(({ subject }) => subject),
      early.map((event) => event.sequence),
      early.map(({ id }) => id),
      early.map((event) => JSON.stringify(event)),
    ],
  );
}

/**
 * Moves the streams on and takes what now follows without a hole out of the parking lot. A parked event that its
 * stream has passed (its copy was quicker) goes too, and nowhere: it has been handled.
 */
async function advance(
  tx: Queryable,
  stream: string,
  queue: string,
  advanced: ReadonlyMap<string, number>,
): Promise<OutboxRow[]> {
  const rows = await tx.query<{ body: string; follows: boolean }>(
    `WITH moved AS (
       UPDATE stream_positions p SET sequence = a.sequence
       FROM unnest($2::text[], $3::int[]) AS a (subject, sequence)
       WHERE p.stream = $1 AND p.subject = a.subject
     ), waiting AS (
       SELECT p.subject, p.sequence, a.sequence AS position,
              p.sequence - row_number() OVER (PARTITION BY p.subject, p.sequence > a.sequence ORDER BY p.sequence)
                = a.sequence AS follows
       FROM unnest($2::text[], $3::int[]) AS a (subject, sequence)
       JOIN parked_events p ON p.stream = $1 AND p.subject = a.subject
     )
     DELETE FROM parked_events p USING waiting w
     WHERE p.stream = $1 AND p.subject = w.subject AND p.sequence = w.sequence
       AND (w.follows OR w.sequence <= w.position)
     RETURNING p.body, w.sequence > w.position AS follows`,
    [stream, [...advanced.keys()], [...advanced.values()]],
  );
  return rows
    .filter(({ follows }) => follows)
    .map(({ body }) => returned(JSON.parse(body) as DomainEvent, queue));
}
