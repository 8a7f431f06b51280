import type { Queryable } from '../transaction/tx.js';

/**
 * What happened to an event besides being handled once, in its turn.
 * - `repeated`: delivered again after it had been handled, and dropped.
 * - `parked`: came before its predecessor, and waited for it; once it goes on, `detail` has `waitedMs`.
 * - `retried`, `dead-lettered`: its handler failed; `detail` has the error's code, the attempts and the fingerprint.
 * - `replayed`, `discarded`: what an operator did with its dead letter.
 * - `forced`: an operator let its stream go on without it.
 */
export type IncidentKind =
  'repeated' | 'parked' | 'retried' | 'dead-lettered' | 'replayed' | 'discarded' | 'forced';

/** Something out of the ordinary that happened to one event of a stream. */
export interface Incident {
  readonly stream: string;
  readonly subject: string;
  readonly sequence: number;
  readonly kind: IncidentKind;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/**
 * Keeps what happened out of the ordinary, so that an order's path can be told afterwards. What goes as it should costs
 * nothing: it leaves no row. The same that happens again is counted in the row that is there.
 */
export async function note(db: Queryable, incidents: readonly Incident[]): Promise<void> {
  if (incidents.length === 0) return;
  const rows = countedOnce(incidents);
  await db.query(
    `INSERT INTO stream_incidents AS i (stream, subject, sequence, kind, times, detail)
     SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::int[], $6::jsonb[])
     ON CONFLICT (stream, subject, sequence, kind) DO UPDATE
     SET times = i.times + excluded.times, last_at = now(), detail = excluded.detail`,
    [
      rows.map(({ stream }) => stream),
      rows.map(({ subject }) => subject),
      rows.map(({ sequence }) => sequence),
      rows.map(({ kind }) => kind),
      rows.map(({ times }) => times),
      rows.map(({ detail }) => JSON.stringify(detail ?? {})),
    ],
  );
}

/** A parked event that goes on. */
export interface Release {
  readonly subject: string;
  readonly sequence: number;
  /** How long it was parked, in milliseconds. */
  readonly waitedMs: number;
}

/** Adds to what is known of parked events how long each of them has waited. */
export async function noteReleases(
  db: Queryable,
  stream: string,
  released: readonly Release[],
): Promise<void> {
  if (released.length === 0) return;
  await db.query(
    `UPDATE stream_incidents AS i SET detail = i.detail || jsonb_build_object('waitedMs', r.waited)
     FROM unnest($2::text[], $3::int[], $4::bigint[]) AS r (subject, sequence, waited)
     WHERE i.stream = $1 AND i.subject = r.subject AND i.sequence = r.sequence AND i.kind = 'parked'`,
    [
      stream,
      released.map(({ subject }) => subject),
      released.map(({ sequence }) => sequence),
      released.map(({ waitedMs }) => waitedMs),
    ],
  );
}

/** One statement may touch a row only once. In one order, so that two statements cannot wait for each other. */
function countedOnce(incidents: readonly Incident[]): (Incident & { times: number })[] {
  const counted = new Map<string, Incident & { times: number }>();
  for (const incident of incidents) {
    const key = JSON.stringify([incident.stream, incident.subject, incident.sequence, incident.kind]);
    counted.set(key, { ...incident, times: (counted.get(key)?.times ?? 0) + 1 });
  }
  return [...counted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, incident]) => incident);
}
