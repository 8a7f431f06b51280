import { createMessagingTablesV1, dropMessagingTablesV1 } from '@app/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateOrders1767225600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await createMessagingTablesV1(db);
    await db.query(`
      CREATE TABLE orders (
        id           uuid PRIMARY KEY,
        version      integer NOT NULL CHECK (version > 0),
        status       text NOT NULL
          CHECK (status IN ('PENDING', 'CONFIRMED', 'SHIPPED', 'DELIVERED', 'CANCELLED')),
        customer_id  uuid NOT NULL,
        lines        jsonb NOT NULL CHECK (jsonb_array_length(lines) BETWEEN 1 AND 100),
        total_minor  bigint NOT NULL CHECK (total_minor BETWEEN 0 AND 9007199254740991),
        currency     char(3) NOT NULL,
        contact      jsonb,
        cancellation jsonb,
        shipping     jsonb,
        delivery     jsonb,
        created_at   timestamptz NOT NULL,
        updated_at   timestamptz NOT NULL,
        CHECK ((status = 'CANCELLED') = (cancellation IS NOT NULL)),
        CHECK (status <> 'SHIPPED' OR shipping IS NOT NULL),
        CHECK (status <> 'DELIVERED' OR delivery IS NOT NULL)
      )`);
    await db.query('CREATE INDEX orders_by_customer ON orders (customer_id, id DESC)');
    await db.query('CREATE INDEX orders_by_status ON orders (status, id DESC)');
    // Orders lie on disk about as they came, so a block range index finds a span of time at next to no cost per insert.
    await db.query(
      'CREATE INDEX orders_by_creation ON orders USING brin (created_at) WITH (autosummarize = on)',
    );
    await db.query(`
      CREATE TABLE order_history (
        order_id    uuid NOT NULL REFERENCES orders,
        version     integer NOT NULL CHECK (version > 0),
        from_status text,
        to_status   text NOT NULL,
        at          timestamptz NOT NULL,
        who         text NOT NULL,
        why         text,
        code        text,
        PRIMARY KEY (order_id, version),
        CHECK ((version = 1) = (from_status IS NULL))
      )`);
    await db.query(`
      CREATE TABLE product_prices (
        product_id  text PRIMARY KEY,
        name        text NOT NULL,
        price_minor bigint NOT NULL CHECK (price_minor BETWEEN 0 AND 9007199254740991),
        currency    char(3) NOT NULL,
        active      boolean NOT NULL,
        version     integer NOT NULL CHECK (version > 0)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    for (const table of ['product_prices', 'order_history', 'orders']) await db.query(`DROP TABLE ${table}`);
    await dropMessagingTablesV1(db);
  }
}
