import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the list of reservations is filtered by. */
export class IndexReservations1780000000005 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('CREATE INDEX reservations_by_status ON reservations (status, order_id DESC)');
    // Collected and entered in bulk, so that a batch of reservations does not pay for each of its lines at once.
    await db.query(
      'CREATE INDEX reservations_by_product ON reservations USING gin (lines jsonb_path_ops) WITH (fastupdate = on)',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX reservations_by_product, reservations_by_status');
  }
}
