// @ts-check

/** @typedef {import('./types.mjs').Queryable} Queryable */
/** @typedef {import('./types.mjs').Incident} Incident */

/**
 * What the pipeline of one service knows of the events of one subject.
 * @typedef {object} Pipeline
 * @property {Map<string, number>} heard how far each stream has been handled
 * @property {(Incident & { stream: string })[]} incidents
 * @property {Leftover[]} parked
 * @property {(Leftover & { queue: string | null, attempts: number })[]} outgoing in the outbox; with a queue, on the way back to it
 */
/** @typedef {{ stream: string, sequence: number, type: string, since: string }} Leftover */

const HEARD = 'SELECT stream, sequence FROM stream_positions WHERE stream = ANY($2) AND subject = $1';

const INCIDENTS = `
  SELECT stream, sequence, kind, times, detail, first_at AS "firstAt", last_at AS "lastAt" FROM stream_incidents
  WHERE stream = ANY($2) AND subject = $1 ORDER BY sequence, first_at`;

const PARKED = `
  SELECT stream, sequence, body::json ->> 'type' AS type, parked_at AS since FROM parked_events
  WHERE stream = ANY($2) AND subject = $1 ORDER BY sequence`;

// An order's events are no older than the order, whose id begins with its time; a minute is for clocks that differ.
const OUTGOING = `
  SELECT nullif(exchange, '') IS NULL AS back, routing_key AS "routingKey", type, created_at AS since, attempts,
         (body::json ->> 'sequence')::int AS sequence
  FROM outbox_events
  WHERE id >= $2 AND body LIKE '%"' || $1 || '"%' AND body::json ->> 'subject' = $1
  ORDER BY id`;

/**
 * @param {Queryable} db
 * @param {string} subject the id of an order
 * @param {ReadonlyMap<string, string>} streams of each type of event
 * @returns {Promise<Pipeline>}
 */
export async function pipelineOf(db, subject, streams) {
  const names = [...new Set(streams.values())];
  /** @type {{ stream: string, sequence: number }[]} */
  const heard = await db.query(HEARD, [subject, names]);
  /** @type {(Incident & { stream: string, firstAt: unknown, lastAt: unknown })[]} */
  const incidents = await db.query(INCIDENTS, [subject, names]);
  /** @type {Leftover[]} */
  const parked = await db.query(PARKED, [subject, names]);
  /** @type {{ back: boolean, routingKey: string, type: string, since: Date, attempts: number, sequence: number }[]} */
  const outgoing = await db.query(OUTGOING, [subject, aMinuteBefore(subject)]);
  return {
    heard: new Map(heard.map(({ stream, sequence }) => [stream, sequence])),
    incidents: incidents.map((row) => ({ ...row, firstAt: iso(row.firstAt), lastAt: iso(row.lastAt) })),
    parked: parked.map((row) => ({ ...row, since: iso(row.since) })),
    outgoing: outgoing.map(({ back, routingKey, type, since, ...row }) => ({
      ...row,
      type,
      stream: streams.get(type) ?? '',
      since: iso(since),
      queue: back ? routingKey : null,
    })),
  };
}

/** @param {unknown} time as the driver gives it */
export const iso = (time) => new Date(/** @type {Date} */ (time)).toISOString();

/** The smallest id of the time a minute before that of this UUIDv7. @param {string} id */
function aMinuteBefore(id) {
  const at = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) - 60_000;
  return Math.max(0, at).toString(16).padStart(12, '0').padEnd(32, '0');
}
