import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexFinalNotifications1790000002003 implements MigrationInterface {
  readonly name = 'IndexFinalNotifications1790000002003';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX notifications_final ON notifications (updated_at)
      WHERE status IN ('SENT', 'FAILED', 'SKIPPED')`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX notifications_final');
  }
}
