import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which event of another service led to a step; of steps from before nothing is known. */
export class RememberCauses1800000001000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE order_history ADD COLUMN caused_by jsonb');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE order_history DROP COLUMN caused_by');
  }
}
