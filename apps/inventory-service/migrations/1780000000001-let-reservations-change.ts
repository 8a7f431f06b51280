import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A reservation may change while it is held and be tried again after it was released, so its version no longer follows
 * from its status; and the ledger knows which version of a reservation each movement belongs to.
 */
export class LetReservationsChange1780000000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // A status is reached by so many steps at least.
    await db.query(`
      ALTER TABLE reservations
        DROP CONSTRAINT reservations_lifecycle,
        ADD CONSTRAINT reservations_lifecycle CHECK (
          CASE status
            WHEN 'RESERVED'  THEN version >= 1
            WHEN 'REJECTED'  THEN version >= 1
            WHEN 'COMMITTED' THEN version >= 2
            WHEN 'RELEASED'  THEN version >= 2
            WHEN 'RESTOCKED' THEN version >= 3
            ELSE false
          END
        )`);
    await db.query('ALTER TABLE stock_movements ADD COLUMN reservation_version integer');
    // Until now every kind had its version. A change of type fills the column without rewriting history row by row,
    // which the ledger's trigger refuses.
    await db.query(`
      ALTER TABLE stock_movements ALTER COLUMN reservation_version TYPE integer USING
        CASE kind WHEN 'reserved' THEN 1 WHEN 'committed' THEN 2 WHEN 'released' THEN 2 WHEN 'restocked' THEN 3 END`);
    await db.query(`
      ALTER TABLE stock_movements
        DROP CONSTRAINT stock_movements_once_an_order,
        ADD CONSTRAINT stock_movements_once_a_version
          UNIQUE (order_id, product_id, kind, reservation_version),
        ADD CONSTRAINT stock_movements_orders_have_their_versions CHECK (
          (order_id IS NULL) = (reservation_version IS NULL) AND reservation_version > 0
        )`);
  }

  /** Refused by the constraints once a reservation has changed or been tried again. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE stock_movements
        DROP CONSTRAINT stock_movements_orders_have_their_versions,
        DROP CONSTRAINT stock_movements_once_a_version,
        ADD CONSTRAINT stock_movements_once_an_order UNIQUE (order_id, product_id, kind),
        DROP COLUMN reservation_version`);
    await db.query(`
      ALTER TABLE reservations
        DROP CONSTRAINT reservations_lifecycle,
        ADD CONSTRAINT reservations_lifecycle CHECK (
          (status, version) IN (('RESERVED', 1), ('REJECTED', 1), ('COMMITTED', 2), ('RELEASED', 2), ('RESTOCKED', 3))
        )`);
  }
}
