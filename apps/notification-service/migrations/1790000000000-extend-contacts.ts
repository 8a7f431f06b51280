import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ExtendContacts1790000000000 implements MigrationInterface {
  readonly name = 'ExtendContacts1790000000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE contacts
        ADD COLUMN locale      text,
        ADD COLUMN opt_out     text[] NOT NULL DEFAULT '{}',
        ADD COLUMN quiet_hours jsonb CHECK (jsonb_typeof(quiet_hours) = 'object')`);
    // A browser belongs to whoever subscribed with it last.
    await db.query(`
      CREATE TABLE push_subscriptions (
        endpoint    text PRIMARY KEY CHECK (endpoint !~ '[[:cntrl:]]'),
        customer_id uuid NOT NULL REFERENCES contacts ON DELETE CASCADE,
        p256dh      text NOT NULL,
        auth        text NOT NULL,
        created_at  timestamptz NOT NULL DEFAULT now()
      )`);
    await db.query('CREATE INDEX push_subscriptions_by_customer ON push_subscriptions (customer_id)');
    // What a provider has refused for good; an e-mail address in lower case.
    await db.query(`
      CREATE TABLE bad_addresses (
        channel   text NOT NULL CHECK (channel IN ('EMAIL', 'SMS')),
        recipient text NOT NULL,
        reason    text NOT NULL,
        since     timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (channel, recipient)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE bad_addresses');
    await db.query('DROP TABLE push_subscriptions');
    await db.query('ALTER TABLE contacts DROP COLUMN quiet_hours, DROP COLUMN opt_out, DROP COLUMN locale');
  }
}
