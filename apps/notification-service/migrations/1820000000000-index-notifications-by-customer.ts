import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexNotificationsByCustomer1820000000000 implements MigrationInterface {
  readonly name = 'IndexNotificationsByCustomer1820000000000';

  async up(db: QueryRunner): Promise<void> {
    // A customer sees their own: a list of few, among those of all.
    await db.query(`
      CREATE INDEX notifications_by_customer ON notifications ((metadata ->> 'customerId'), id)
      WHERE metadata ->> 'customerId' IS NOT NULL`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX notifications_by_customer');
  }
}
