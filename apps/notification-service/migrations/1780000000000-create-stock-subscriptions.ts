import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateStockSubscriptions1780000000000 implements MigrationInterface {
  readonly name = 'CreateStockSubscriptions1780000000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE stock_subscriptions (
        subscription_id uuid PRIMARY KEY,
        product_id      text NOT NULL,
        email           text CHECK (email !~ '[[:cntrl:]]'),
        customer_id     uuid,
        created_at      timestamptz NOT NULL
      )`);
    await db.query('CREATE INDEX stock_subscriptions_by_product ON stock_subscriptions (product_id)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE stock_subscriptions');
  }
}
