import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who wants to be told when a product is back in stock. */
export class CreateSubscriptions1780000000004 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE subscriptions (
        subscription_id uuid PRIMARY KEY,
        product_id      text NOT NULL REFERENCES products,
        email           text,
        customer_id     uuid,
        addressee       text NOT NULL GENERATED ALWAYS AS (coalesce(lower(email), customer_id::text)) STORED,
        created_at      timestamptz NOT NULL,
        CONSTRAINT subscriptions_have_one_addressee CHECK ((email IS NULL) <> (customer_id IS NULL)),
        CONSTRAINT subscriptions_once_an_addressee UNIQUE (product_id, addressee)
      )`);
    await db.query('CREATE INDEX subscriptions_by_addressee ON subscriptions (addressee)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE subscriptions');
  }
}
