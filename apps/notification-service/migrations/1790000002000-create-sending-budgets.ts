import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSendingBudgets1790000002000 implements MigrationInterface {
  readonly name = 'CreateSendingBudgets1790000002000';

  async up(db: QueryRunner): Promise<void> {
    // The shape is that of rate-limiter-flexible. Each row counts a second; after a crash it may begin anew.
    await db.query(`
      CREATE UNLOGGED TABLE sending_budgets (
        key    varchar(255) PRIMARY KEY,
        points integer NOT NULL DEFAULT 0,
        expire bigint
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE sending_budgets');
  }
}
