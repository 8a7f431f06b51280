import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexDueNotificationsByRecipient1790000002001 implements MigrationInterface {
  readonly name = 'IndexDueNotificationsByRecipient1790000002001';

  async up(db: QueryRunner): Promise<void> {
    // By a digest, because a recipient may be longer than an index entry.
    await db.query(`
      CREATE INDEX notifications_due_by_recipient
      ON notifications (channel, left(md5(recipient), 8), next_attempt_at, id)
      WHERE status IN ('PENDING', 'SENDING')`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX notifications_due_by_recipient');
  }
}
