// @ts-check
import { connected } from '../infra/postgres/admin.mjs';

/** @typedef {import('../infra/types.mjs').Owner} Owner */
/** @typedef {import('../infra/types.mjs').Database} Database */
/** @typedef {Readonly<Record<Owner, Database>>} Databases */

// A statement stores a batch, so the trigger costs one more statement for each; what goes back to one queue is no news.
const KEEP = `
  CREATE TABLE IF NOT EXISTS event_archive (
    id uuid PRIMARY KEY, exchange text NOT NULL, routing_key text NOT NULL, type text NOT NULL,
    correlation_id text NOT NULL, traceparent text, body text NOT NULL, stored_at timestamptz NOT NULL DEFAULT now());
  CREATE INDEX IF NOT EXISTS event_archive_by_age ON event_archive USING brin (stored_at);
  CREATE OR REPLACE FUNCTION keep_events() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO event_archive (id, exchange, routing_key, type, correlation_id, traceparent, body)
    SELECT id, exchange, routing_key, type, correlation_id, traceparent, body FROM stored WHERE exchange <> ''
    ON CONFLICT DO NOTHING;
    RETURN NULL;
  END $$;
  CREATE OR REPLACE TRIGGER keep_events AFTER INSERT ON outbox_events
    REFERENCING NEW TABLE AS stored FOR EACH STATEMENT EXECUTE FUNCTION keep_events();`;

const FORGET =
  'DROP TRIGGER IF EXISTS keep_events ON outbox_events; DROP FUNCTION IF EXISTS keep_events; DROP TABLE IF EXISTS event_archive';

/** From now on every event is kept beside the rows that it tells of. @param {Databases} databases */
export async function keepEvents(databases) {
  for (const database of Object.values(databases))
    await connected(database, (client) => client.query(`BEGIN; ${KEEP}; COMMIT`));
}

/** Keeps events no longer, and deletes those that were kept. @param {Databases} databases */
export async function forgetEvents(databases) {
  for (const database of Object.values(databases))
    await connected(database, (client) => client.query(`BEGIN; ${FORGET}; COMMIT`));
}

/** Deletes what is older than that, and resolves with how many events that were. @param {Databases} databases @param {number} hours */
export async function pruneEvents(databases, hours) {
  let deleted = 0;
  for (const database of Object.values(databases)) {
    const sql = 'DELETE FROM event_archive WHERE stored_at < now() - make_interval(hours => $1)';
    deleted += (await connected(database, (client) => client.query(sql, [hours]))).rowCount ?? 0;
  }
  return deleted;
}
