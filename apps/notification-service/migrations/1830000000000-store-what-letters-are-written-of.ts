import type { MigrationInterface, QueryRunner } from 'typeorm';

/** HTML was most of what a letter takes on disk and in the log, though nobody reads it once it is sent. */
export class StoreWhatLettersAreWrittenOf1830000000000 implements MigrationInterface {
  readonly name = 'StoreWhatLettersAreWrittenOf1830000000000';

  async up(db: QueryRunner): Promise<void> {
    // Not jsonb: nothing looks into it, and it may hold what jsonb refuses, such as U+0000 in a product's name.
    await db.query('ALTER TABLE notifications ADD letter json, DROP html');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE notifications ADD html text, DROP letter');
  }
}
