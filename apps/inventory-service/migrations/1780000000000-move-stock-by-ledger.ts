import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From now on an entry of the ledger is the one thing that moves a figure of stock, and says what it left. */
export class MoveStockByLedger1780000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await addRunningFigures(db);
    await createMover(db);
    await createGuard(db);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TRIGGER products_start_empty ON products');
    await db.query('DROP TRIGGER products_are_moved_by_the_ledger ON products');
    await db.query('DROP TRIGGER stock_movements_move_stock ON stock_movements');
    await db.query('DROP FUNCTION refuse_moving_stock, move_stock');
    await db.query('ALTER TABLE stock_movements DROP COLUMN available_after, DROP COLUMN reserved_after');
  }
}

async function addRunningFigures(db: QueryRunner): Promise<void> {
  await db.query(
    'ALTER TABLE stock_movements ADD COLUMN available_after integer, ADD COLUMN reserved_after integer',
  );
  await db.query('ALTER TABLE stock_movements DISABLE TRIGGER stock_movements_are_append_only');
  await db.query(`
    UPDATE stock_movements AS m SET available_after = s.available, reserved_after = s.reserved
    FROM (
      SELECT movement_id, sum(available_delta) OVER so_far AS available, sum(reserved_delta) OVER so_far AS reserved
      FROM stock_movements
      WINDOW so_far AS (PARTITION BY product_id ORDER BY movement_id)
    ) AS s
    WHERE s.movement_id = m.movement_id`);
  await db.query('ALTER TABLE stock_movements ENABLE TRIGGER stock_movements_are_append_only');
  await db.query(`
    ALTER TABLE stock_movements
      ALTER COLUMN available_after SET NOT NULL,
      ALTER COLUMN reserved_after SET NOT NULL,
      ADD CONSTRAINT stock_movements_leave_nothing_below_zero CHECK (available_after >= 0 AND reserved_after >= 0)`);
}

async function createMover(db: QueryRunner): Promise<void> {
  // A function keeps its plans, and the first one may be made while there are hardly any products: without the settings
  // that plan would read all of them ever after.
  await db.query(`
    CREATE FUNCTION move_stock() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
    BEGIN
      UPDATE products AS p
      SET available = p.available + e.available_delta,
          reserved = p.reserved + e.reserved_delta,
          revision = p.revision + 1,
          updated_at = e.at
      FROM (
        SELECT product_id, sum(available_delta)::integer AS available_delta,
               sum(reserved_delta)::integer AS reserved_delta, max(at) AS at
        FROM entered
        GROUP BY product_id
      ) AS e
      WHERE p.product_id = e.product_id;

      IF EXISTS (
        SELECT FROM (
          SELECT DISTINCT ON (product_id) product_id, available_after, reserved_after
          FROM entered
          ORDER BY product_id, movement_id DESC
        ) AS latest
        JOIN products AS p USING (product_id)
        WHERE (latest.available_after, latest.reserved_after) IS DISTINCT FROM (p.available, p.reserved)
      ) THEN
        RAISE EXCEPTION 'the ledger says that it leaves other figures than it does' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NULL;
    END $$`);
  await db.query(`
    CREATE TRIGGER stock_movements_move_stock
    AFTER INSERT ON stock_movements REFERENCING NEW TABLE AS entered
    FOR EACH STATEMENT EXECUTE FUNCTION move_stock()`);
}

async function createGuard(db: QueryRunner): Promise<void> {
  await db.query(`
    CREATE FUNCTION refuse_moving_stock() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'the stock of % is moved by the ledger alone', NEW.product_id
        USING ERRCODE = 'restrict_violation';
    END $$`);
  // The depth tells the ledger's own UPDATE, which a trigger makes, from everybody else's. Not a trigger before the
  // update: with one of those PostgreSQL computes generated columns again that cannot have changed.
  await db.query(`
    CREATE TRIGGER products_are_moved_by_the_ledger
    AFTER UPDATE OF available, reserved ON products
    FOR EACH ROW WHEN (
      pg_trigger_depth() = 0 AND (OLD.available, OLD.reserved) IS DISTINCT FROM (NEW.available, NEW.reserved)
    ) EXECUTE FUNCTION refuse_moving_stock()`);
  await db.query(`
    CREATE TRIGGER products_start_empty
    BEFORE INSERT ON products
    FOR EACH ROW WHEN (NEW.available <> 0 OR NEW.reserved <> 0) EXECUTE FUNCTION refuse_moving_stock()`);
}
