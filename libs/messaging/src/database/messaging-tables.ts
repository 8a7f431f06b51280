import type { QueryRunner } from 'typeorm';

/** The tables of the pipeline, the same in every service's database. Called by the service's first migration. */
export async function createMessagingTablesV1(db: QueryRunner): Promise<void> {
  await createOutbox(db);
  await createInbox(db);
  await createIdempotencyKeys(db);
}

async function createOutbox(db: QueryRunner): Promise<void> {
  await db.query(`
    CREATE TABLE outbox_events (
      id             uuid PRIMARY KEY,
      exchange       text NOT NULL,
      routing_key    text NOT NULL,
      type           text NOT NULL,
      correlation_id text NOT NULL,
      traceparent    text,
      body           text NOT NULL,
      created_at     timestamptz NOT NULL DEFAULT now(),
      available_at   timestamptz NOT NULL,
      attempts       integer NOT NULL DEFAULT 0
    )`);
  await db.query('CREATE INDEX outbox_events_by_availability ON outbox_events (available_at)');
}

async function createInbox(db: QueryRunner): Promise<void> {
  await db.query(`
    CREATE TABLE stream_positions (
      stream   text NOT NULL,
      subject  text NOT NULL,
      sequence integer NOT NULL CHECK (sequence >= 0),
      PRIMARY KEY (stream, subject)
    )`);
  await db.query(`
    CREATE TABLE parked_events (
      stream    text NOT NULL,
      subject   text NOT NULL,
      sequence  integer NOT NULL CHECK (sequence > 1),
      event_id  uuid NOT NULL,
      body      text NOT NULL,
      parked_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (stream, subject, sequence)
    )`);
  await db.query('CREATE INDEX parked_events_by_age ON parked_events (parked_at)');
}

async function createIdempotencyKeys(db: QueryRunner): Promise<void> {
  await db.query(`
    CREATE TABLE idempotency_keys (
      scope       text NOT NULL,
      key         text NOT NULL,
      fingerprint text NOT NULL,
      response    json NOT NULL,
      created_at  timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (scope, key)
    )`);
  await db.query('CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at)');
}

/** Takes back `createMessagingTablesV1`. */
export async function dropMessagingTablesV1(db: QueryRunner): Promise<void> {
  for (const table of ['idempotency_keys', 'parked_events', 'stream_positions', 'outbox_events']) {
    await db.query(`DROP TABLE ${table}`);
  }
}

/** What happened to events out of the ordinary, and what operators did. Called by a migration of every service. */
export async function createIncidentTablesV1(db: QueryRunner): Promise<void> {
  await db.query(`
    CREATE TABLE stream_incidents (
      stream   text NOT NULL,
      subject  text NOT NULL,
      sequence integer NOT NULL,
      kind     text NOT NULL CHECK (kind IN
        ('repeated', 'parked', 'retried', 'dead-lettered', 'replayed', 'discarded', 'forced')),
      times    integer NOT NULL DEFAULT 1,
      detail   jsonb NOT NULL DEFAULT '{}',
      first_at timestamptz NOT NULL DEFAULT now(),
      last_at  timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (stream, subject, sequence, kind)
    )`);
  await db.query('CREATE INDEX stream_incidents_by_age ON stream_incidents (last_at)');
  await db.query(`
    CREATE TABLE operator_actions (
      id          uuid PRIMARY KEY,
      action      text NOT NULL CHECK (action IN ('replay', 'discard', 'force')),
      queue       text NOT NULL,
      selection   jsonb NOT NULL,
      who         text NOT NULL,
      why         text NOT NULL,
      started_at  timestamptz NOT NULL DEFAULT now(),
      finished_at timestamptz,
      outcome     jsonb
    )`);
}

/** Takes back `createIncidentTablesV1`. */
export async function dropIncidentTablesV1(db: QueryRunner): Promise<void> {
  await db.query('DROP TABLE operator_actions, stream_incidents');
}
