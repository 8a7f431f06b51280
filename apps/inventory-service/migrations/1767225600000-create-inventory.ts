import { createMessagingTablesV1, dropMessagingTablesV1 } from '@app/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Products, reservations and the ledger of stock, beside the tables of the pipeline. */
export class CreateInventory1767225600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await createMessagingTablesV1(db);
    await createProducts(db);
    await createReservations(db);
    await createLedger(db);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE stock_movements, reservations, products');
    await db.query('DROP FUNCTION refuse_rewriting_history');
    await dropMessagingTablesV1(db);
  }
}

async function createProducts(db: QueryRunner): Promise<void> {
  // No index on a column that moves with the stock, and room on each page: then moving stock touches no index.
  await db.query(`
    CREATE TABLE products (
      product_id          text PRIMARY KEY CHECK (product_id ~ '^[A-Za-z0-9._:-]{1,128}$'),
      name                text NOT NULL,
      description         text,
      price_minor         bigint NOT NULL CHECK (price_minor >= 0),
      currency            char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
      status              text NOT NULL CHECK (status IN ('ACTIVE', 'INACTIVE')),
      available           integer NOT NULL CHECK (available >= 0),
      reserved            integer NOT NULL CHECK (reserved >= 0),
      low_stock_threshold integer CHECK (low_stock_threshold >= 0),
      version             integer NOT NULL CHECK (version > 0),
      revision            integer NOT NULL CHECK (revision > 0),
      created_at          timestamptz NOT NULL,
      updated_at          timestamptz NOT NULL
    ) WITH (fillfactor = 70)`);
  await db.query('CREATE INDEX products_by_age ON products (created_at DESC, product_id DESC)');
}

async function createReservations(db: QueryRunner): Promise<void> {
  await db.query(`
    CREATE TABLE reservations (
      order_id   uuid PRIMARY KEY,
      status     text NOT NULL,
      version    integer NOT NULL,
      lines      jsonb NOT NULL CHECK (jsonb_array_length(lines) > 0),
      shortages  jsonb NOT NULL,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      CONSTRAINT reservations_lifecycle CHECK (
        (status, version) IN (('RESERVED', 1), ('REJECTED', 1), ('COMMITTED', 2), ('RELEASED', 2), ('RESTOCKED', 3))
      ),
      CONSTRAINT reservations_rejected_for_a_reason CHECK (
        (status = 'REJECTED') = (jsonb_array_length(shortages) > 0)
      )
    )`);
}

async function createLedger(db: QueryRunner): Promise<void> {
  await db.query(`
    CREATE TABLE stock_movements (
      movement_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      kind            text NOT NULL,
      product_id      text NOT NULL REFERENCES products,
      quantity        integer NOT NULL CHECK (quantity > 0),
      available_delta integer NOT NULL,
      reserved_delta  integer NOT NULL,
      order_id        uuid REFERENCES reservations,
      reason          text,
      at              timestamptz NOT NULL,
      CONSTRAINT stock_movements_kind_says_what_moves CHECK (
        CASE kind
          WHEN 'received'  THEN (available_delta, reserved_delta) = (quantity, 0)
          WHEN 'adjusted'  THEN abs(available_delta) = quantity AND reserved_delta = 0
          WHEN 'reserved'  THEN (available_delta, reserved_delta) = (-quantity, quantity)
          WHEN 'released'  THEN (available_delta, reserved_delta) = (quantity, -quantity)
          WHEN 'committed' THEN (available_delta, reserved_delta) = (0, -quantity)
          WHEN 'restocked' THEN (available_delta, reserved_delta) = (quantity, 0)
          ELSE false
        END
      ),
      CONSTRAINT stock_movements_orders_have_their_kinds CHECK (
        (order_id IS NULL) = (kind IN ('received', 'adjusted'))
      ),
      CONSTRAINT stock_movements_once_an_order UNIQUE (order_id, product_id, kind)
    )`);
  await db.query('CREATE INDEX stock_movements_by_product ON stock_movements (product_id, movement_id DESC)');
  await db.query(`
    CREATE FUNCTION refuse_rewriting_history() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION '% of % is refused: it is append-only', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$`);
  await db.query(`
    CREATE TRIGGER stock_movements_are_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON stock_movements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_history()`);
}
