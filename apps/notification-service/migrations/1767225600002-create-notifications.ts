import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateNotifications1767225600002 implements MigrationInterface {
  readonly name = 'CreateNotifications1767225600002';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE notifications (
        id                uuid PRIMARY KEY,
        event_id          uuid NOT NULL,
        kind              text NOT NULL,
        channel           text NOT NULL CHECK (channel IN ('EMAIL', 'SMS', 'PUSH')),
        recipient         text CHECK (recipient !~ '[[:cntrl:]]'),
        subject           text NOT NULL CHECK (subject !~ '[[:cntrl:]]'),
        message           text NOT NULL,
        html              text,
        metadata          jsonb NOT NULL CHECK (jsonb_typeof(metadata) = 'object'),
        cause             jsonb NOT NULL,
        status            text NOT NULL CHECK (status IN ('PENDING', 'SENDING', 'SENT', 'FAILED', 'SKIPPED')),
        attempts          integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
        attempts_forgiven integer NOT NULL DEFAULT 0 CHECK (attempts_forgiven BETWEEN 0 AND attempts),
        next_attempt_at   timestamptz,
        lease             uuid,
        error             text,
        sent_at           timestamptz,
        version           integer NOT NULL DEFAULT 0 CHECK (version >= 0),
        created_at        timestamptz NOT NULL DEFAULT now(),
        updated_at        timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT notifications_reach_somebody CHECK (recipient IS NOT NULL OR status = 'SKIPPED'),
        CONSTRAINT notifications_due_while_open CHECK ((next_attempt_at IS NOT NULL) = (status IN ('PENDING', 'SENDING'))),
        CONSTRAINT notifications_leased_while_sending CHECK ((lease IS NOT NULL) = (status = 'SENDING')),
        CONSTRAINT notifications_dated_when_sent CHECK ((sent_at IS NOT NULL) = (status = 'SENT'))
      )`);
    await db.query(`
      CREATE UNIQUE INDEX notifications_once_per_event
      ON notifications (event_id, kind, channel, coalesce(recipient, ''))`);
    await db.query(`
      CREATE INDEX notifications_due ON notifications (channel, next_attempt_at, id)
      WHERE status IN ('PENDING', 'SENDING')`);
    // Ids are UUIDv7, so every list is in the order of its ids.
    await db.query('CREATE INDEX notifications_by_recipient ON notifications (lower(recipient), id)');
    await db.query(`
      CREATE INDEX notifications_by_order ON notifications ((metadata ->> 'orderId'), id)
      WHERE metadata ->> 'orderId' IS NOT NULL`);
    // Nearly all are SENT, and of them any page is quick to find.
    await db.query("CREATE INDEX notifications_unsent ON notifications (status, id) WHERE status <> 'SENT'");
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE notifications');
  }
}
