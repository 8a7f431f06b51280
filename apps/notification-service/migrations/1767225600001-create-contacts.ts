import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateContacts1767225600001 implements MigrationInterface {
  readonly name = 'CreateContacts1767225600001';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE contacts (
        customer_id uuid PRIMARY KEY,
        email       text CHECK (email !~ '[[:cntrl:]]'),
        phone       text CHECK (phone !~ '[[:cntrl:]]'),
        version     integer NOT NULL DEFAULT 1 CHECK (version > 0),
        created_at  timestamptz NOT NULL DEFAULT now(),
        updated_at  timestamptz NOT NULL DEFAULT now()
      )`);
    // What an order said when it was placed: the events that follow carry its id only.
    await db.query(`
      CREATE TABLE order_contacts (
        order_id    uuid PRIMARY KEY,
        customer_id uuid NOT NULL,
        email       text,
        phone       text,
        lines       jsonb NOT NULL,
        total_minor bigint NOT NULL CHECK (total_minor >= 0),
        currency    char(3) NOT NULL,
        created_at  timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE order_contacts');
    await db.query('DROP TABLE contacts');
  }
}
