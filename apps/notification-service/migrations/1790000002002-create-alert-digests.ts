import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAlertDigests1790000002002 implements MigrationInterface {
  readonly name = 'CreateAlertDigests1790000002002';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE alert_digests (
        product_id      text NOT NULL,
        channel         text NOT NULL,
        recipient       text NOT NULL,
        notification_id uuid,
        alerts          integer NOT NULL DEFAULT 0 CHECK (alerts >= 0),
        PRIMARY KEY (product_id, channel, recipient)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE alert_digests');
  }
}
