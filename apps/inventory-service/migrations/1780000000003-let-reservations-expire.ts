import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Until when goods are held for an order that is not paid for. */
export class LetReservationsExpire1780000000003 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE reservations
        ADD COLUMN expires_at timestamptz,
        ADD CONSTRAINT reservations_expire_while_held CHECK (expires_at IS NULL OR status = 'RESERVED')`);
    // Partial, so that reservations without an end cost it nothing.
    await db.query(
      'CREATE INDEX reservations_by_expiry ON reservations (expires_at) WHERE expires_at IS NOT NULL',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE reservations DROP COLUMN expires_at');
  }
}
