import type { DomainEvent } from '@app/contracts';
import { type Incident, note, noteReleases, type Release } from '../incidents/incidents.js';
import type { Tx } from '../transaction/tx.js';
import { prepared } from '../transaction/prepared.js';
import { textArray } from '../transaction/text-array.js';
import type { Run } from './admission.js';
import type { Inbox, TextOf } from './inbox.js';

interface Position {
  readonly subject: string;
  readonly sequence: number;
}

// In one order, so that two batches cannot wait for each other. A row that is elsewhere is locked and not answered; one that
// is made for what is early begins at 0.
const TAKE = prepared(
  `INSERT INTO stream_positions AS p (stream, subject, sequence)
   SELECT $1, subject, CASE WHEN before = 0 THEN after ELSE 0 END
   FROM unnest($2::text[], $3::int[], $4::int[]) AS run (subject, before, after) ORDER BY subject
   ON CONFLICT (stream, subject) DO UPDATE SET sequence = ($4::int[])[array_position($2::text[], p.subject)]
   WHERE p.sequence = ($3::int[])[array_position($2::text[], p.subject)]
   RETURNING subject, sequence`,
);

const WAITING = prepared(
  'SELECT FROM parked_events WHERE stream = $1 AND subject = ANY ($2::text[]) LIMIT 1',
);

/** The inbox on `stream_positions` and `parked_events`. */
export class SqlInbox implements Inbox {
  /** Whether events of the streams that were taken are parked; what this transaction parks itself waits for others. */
  private isWaitedFor = false;

  constructor(private readonly tx: Pick<Tx, 'query' | 'write'>) {}

  async take(stream: string, runs: readonly Run[]): Promise<Map<string, number>> {
    const subjects = runs.map(({ subject }) => subject);
    // As a rule nothing is parked. The question travels with the locks and is answered once they are held.
    const [rows, waiting] = await Promise.all([
      this.tx.query<Position>(TAKE, [
        stream,
        textArray(subjects),
        runs.map(({ before }) => before),
        runs.map(({ after }) => after),
      ]),
      this.tx.query(WAITING, [stream, textArray(subjects)]),
    ]);
    this.isWaitedFor = waiting.length > 0;
    const taken = new Map(rows.map(({ subject, sequence }) => [subject, sequence]));
    const elsewhere = subjects.filter((subject) => !taken.has(subject));
    const positions = new Map(
      (await this.positionsOf(stream, elsewhere)).map(({ subject, sequence }) => [subject, sequence]),
    );
    for (const { subject, before } of runs) {
      if (taken.has(subject)) positions.set(subject, taken.get(subject) === 0 ? 0 : before);
    }
    return positions;
  }

  async park(stream: string, early: readonly DomainEvent[], textOf: TextOf): Promise<void> {
    this.tx.write(
      `INSERT INTO parked_events (stream, subject, sequence, event_id, body)
       SELECT $1, e.* FROM unnest($2::text[], $3::int[], $4::uuid[], $5::text[]) AS e
       ON CONFLICT (stream, subject, sequence) DO NOTHING`,
      [
        stream,
        early.map(({ subject }) => subject),
        early.map(({ sequence }) => sequence),
        early.map(({ id }) => id),
        textArray(early.map(textOf)),
      ],
    );
  }

  async move(stream: string, positions: ReadonlyMap<string, number>): Promise<void> {
    this.tx.write(
      `UPDATE stream_positions p SET sequence = a.sequence
       FROM unnest($2::text[], $3::int[]) AS a (subject, sequence)
       WHERE p.stream = $1 AND p.subject = a.subject`,
      [stream, [...positions.keys()], [...positions.values()]],
    );
  }

  async release(stream: string, positions: ReadonlyMap<string, number>): Promise<DomainEvent[]> {
    if (!this.isWaitedFor) return [];
    const rows = await this.tx.query<Release & { body: string; follows: boolean }>(
      `WITH waiting AS (
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

  /** Of locked streams: a statement of its own, which sees what those before us have committed. */
  private async positionsOf(stream: string, subjects: readonly string[]): Promise<Position[]> {
    if (subjects.length === 0) return [];
    return this.tx.query<Position>(
      'SELECT subject, sequence FROM stream_positions WHERE stream = $1 AND subject = ANY ($2::text[])',
      [stream, subjects],
    );
  }
}
