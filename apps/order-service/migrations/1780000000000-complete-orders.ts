import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Payment, changes, notes, addresses and soft deletion; what orders are found by; the feed of all steps. */
export class CompleteOrders1780000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // crash point migration-between: one migration is committed, and the next has done nothing
    await extendOrders(db);
    await replacePrimaryKey(db, 'INCLUDE (created_at, deleted_at)');
    // crash point migration-inside: a migration is half done
    await extendHistory(db);
    await createPayments(db);
    await createOrderProducts(db);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE order_products, payments');
    await db.query(
      `ALTER TABLE order_history DROP COLUMN event, DROP COLUMN position, DROP COLUMN transaction`,
    );
    await replacePrimaryKey(db, '');
    await db.query(`
      ALTER TABLE orders
        DROP CONSTRAINT orders_status, DROP CONSTRAINT orders_delivered,
        DROP COLUMN notes, DROP COLUMN shipping_address, DROP COLUMN payment, DROP COLUMN refunds,
        DROP COLUMN change, DROP COLUMN completion, DROP COLUMN deleted_at,
        DROP COLUMN payment_expires_at, DROP COLUMN payment_link_due_at,
        ADD CONSTRAINT orders_status_check
          CHECK (status IN ('PENDING', 'CONFIRMED', 'SHIPPED', 'DELIVERED', 'CANCELLED')),
        ADD CONSTRAINT orders_check2 CHECK (status <> 'DELIVERED' OR delivery IS NOT NULL)`);
  }
}

async function extendOrders(db: QueryRunner): Promise<void> {
  await db.query(`
    ALTER TABLE orders
      ADD COLUMN notes               text,
      ADD COLUMN shipping_address    jsonb,
      ADD COLUMN payment             jsonb,
      ADD COLUMN refunds             jsonb,
      ADD COLUMN change              jsonb,
      ADD COLUMN completion          jsonb,
      ADD COLUMN deleted_at          timestamptz,
      ADD COLUMN payment_expires_at  timestamptz,
      ADD COLUMN payment_link_due_at timestamptz,
      DROP CONSTRAINT orders_status_check,
      DROP CONSTRAINT orders_check2,
      ADD CONSTRAINT orders_status CHECK (status IN ('PENDING', 'AWAITING_PAYMENT', 'CONFIRMED', 'PROCESSING',
        'SHIPPED', 'DELIVERED', 'COMPLETED', 'CANCELLED')),
      ADD CONSTRAINT orders_delivered CHECK (status NOT IN ('DELIVERED', 'COMPLETED') OR delivery IS NOT NULL),
      ADD CONSTRAINT orders_completed CHECK ((status = 'COMPLETED') = (completion IS NOT NULL)),
      ADD CONSTRAINT orders_awaiting_payment
        CHECK ((status = 'AWAITING_PAYMENT') = (payment_expires_at IS NOT NULL)),
      ADD CONSTRAINT orders_link_for_payment
        CHECK (payment_link_due_at IS NULL OR status = 'AWAITING_PAYMENT')`);
  // Timers look at these alone, however many orders there are.
  await db.query(`
    CREATE INDEX orders_by_payment_expiry ON orders (payment_expires_at) WHERE payment_expires_at IS NOT NULL`);
  await db.query(`
    CREATE INDEX orders_by_payment_link ON orders (payment_link_due_at) WHERE payment_link_due_at IS NOT NULL`);
}

/** With what every list asks for in the key's index, a page far down a list is found without reading orders. */
async function replacePrimaryKey(db: QueryRunner, columns: string): Promise<void> {
  await db.query('ALTER TABLE order_history DROP CONSTRAINT order_history_order_id_fkey');
  await db.query(`ALTER TABLE orders DROP CONSTRAINT orders_pkey, ADD PRIMARY KEY (id) ${columns}`);
  await db.query('ALTER TABLE order_history ADD FOREIGN KEY (order_id) REFERENCES orders');
}

/**
 * Which event each step was told by, and its place in the feed of all steps. Positions are handed out before commits, so
 * a reader stops at the oldest transaction still open: hence the transaction beside the position. A transaction may have
 * begun early and take the later step of two, so its own number does not do: a step counts as of the latest transaction
 * that had ended when it was taken, which is at least that of the step before, for which its order was locked.
 */
async function extendHistory(db: QueryRunner): Promise<void> {
  await db.query(`
    ALTER TABLE order_history
      ADD COLUMN event       text,
      ADD COLUMN position    bigint GENERATED ALWAYS AS IDENTITY,
      ADD COLUMN transaction xid8 NOT NULL DEFAULT greatest(
        pg_current_xact_id(),
        ((pg_snapshot_xmax(pg_current_snapshot())::text::numeric - 1)::text)::xid8)`);
  await db.query(`
    UPDATE order_history SET event = CASE WHEN from_status IS NULL THEN 'order.created'
                                          ELSE 'order.' || lower(to_status) END`);
  await db.query('ALTER TABLE order_history ALTER COLUMN event SET NOT NULL');
  await db.query('CREATE INDEX order_history_feed ON order_history (transaction, position)');
}

/** What was paid, once for each name that a provider gave a payment. */
async function createPayments(db: QueryRunner): Promise<void> {
  await db.query(`
    CREATE TABLE payments (
      transaction_id text PRIMARY KEY,
      order_id       uuid NOT NULL REFERENCES orders,
      amount_minor   bigint NOT NULL CHECK (amount_minor BETWEEN 0 AND 9007199254740991),
      currency       char(3) NOT NULL,
      received_at    timestamptz NOT NULL
    )`);
  await db.query('CREATE INDEX payments_by_order ON payments (order_id)');
}

/** Which orders have a product, so that the orders of a product are found newest first without looking at others. */
async function createOrderProducts(db: QueryRunner): Promise<void> {
  await db.query(`
    CREATE TABLE order_products (
      product_id text NOT NULL,
      order_id   uuid NOT NULL REFERENCES orders,
      PRIMARY KEY (product_id, order_id)
    )`);
  await db.query(`
    INSERT INTO order_products
    SELECT DISTINCT line ->> 'productId', id FROM orders CROSS JOIN jsonb_array_elements(lines) AS line`);
}
