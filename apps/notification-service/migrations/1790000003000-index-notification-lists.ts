import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexNotificationLists1790000003000 implements MigrationInterface {
  readonly name = 'IndexNotificationLists1790000003000';

  async up(db: QueryRunner): Promise<void> {
    // One index for both: a list of one of them is merged from its stretches, and each pair is counted in its own.
    await db.query('CREATE INDEX notifications_by_status ON notifications (status, channel, id)');
    await db.query('CREATE INDEX notifications_by_kind ON notifications (kind, id)');
    await db.query('DROP INDEX notifications_unsent');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query("CREATE INDEX notifications_unsent ON notifications (status, id) WHERE status <> 'SENT'");
    await db.query('DROP INDEX notifications_by_status, notifications_by_kind');
  }
}
