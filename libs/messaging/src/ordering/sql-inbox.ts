import type { DomainEvent } from '@app/contracts';
import { type Incident, note, noteReleases, type Release } from '../incidents/incidents.js';
import type { Queryable } from '../transaction/tx.js';
import type { Inbox, TextOf } from './inbox.js';

/** The inbox on `stream_positions` and `parked_events`. */
export class SqlInbox implements Inbox {
  constructor(private readonly tx: Queryable) {}

  /** In one order, so that two batches cannot wait for each other. */
  async lock(stream: string, subjects: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.tx.query<{ subject: string; sequence: number }>(
      `INSERT INTO stream_positions AS p (stream, subject, sequence)
       SELECT $1, subject, 0 FROM unnest($2::text[]) AS s (subject) ORDER BY subject
       ON CONFLICT (stream, subject) DO UPDATE SET sequence = p.sequence
       RETURNING subject, sequence`,
      [stream, subjects],
    );
    return new Map(rows.map(({ subject, sequence }) => [subject, sequence]));
  }

  async park(stream: string, early: readonly DomainEvent[], textOf: TextOf): Promise<void> {
    await this.tx.query(
      `INSERT INTO parked_events (stream, subject, sequence, event_id, body)
       SELECT $1, e.* FROM unnest($2::text[], $3::int[], $4::uuid[], $5::text[]) AS e
       ON CONFLICT (stream, subject, sequence) DO NOTHING`,
      [
        stream,
        early.map(({ subject }) => subject),
        early.map(({ sequence }) => sequence),
        early.map(({ id }) => id),
        early.map(textOf),
      ],
    );
  }

  async advance(stream: string, positions: ReadonlyMap<string, number>): Promise<DomainEvent[]> {
    const rows = await this.tx.query<Release & { body: string; follows: boolean }>(
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
       RETURNING p.body, w.sequence > w.position AS follows, p.subject, p.sequence,
         round(extract(epoch FROM now() - p.parked_at) * 1000)::float8 AS "waitedMs"`,
      [stream, [...positions.keys()], [...positions.values()]],
    );
    await noteReleases(this.tx, stream, rows);
    return rows.filter(({ follows }) => follows).map(({ body }) => JSON.parse(body) as DomainEvent);
  }

  async note(incidents: readonly Incident[]): Promise<void> {
    await note(this.tx, incidents);
  }
}
