// @ts-check
// What an order leaves in each database whatever program writes it: the columns that the saga's promises ask for, with no
// index but the keys.

const IDS = 'CREATE TABLE ids (n int PRIMARY KEY, id uuid NOT NULL)';
const POSITIONS = 'CREATE TABLE positions (subject uuid PRIMARY KEY, sequence int NOT NULL)';
const OUTBOX = 'CREATE TABLE outbox (id uuid PRIMARY KEY, type text NOT NULL, body text NOT NULL)';

export const ORDERS = `
  CREATE TABLE orders (id uuid PRIMARY KEY, version int NOT NULL, status text NOT NULL, customer_id uuid NOT NULL,
    lines jsonb NOT NULL, total bigint NOT NULL, contact jsonb NOT NULL, created_at timestamptz NOT NULL DEFAULT now())
    WITH (fillfactor = 80)`;

/** The tables, by whose database they are in. */
export const TABLES = {
  order: [
    IDS,
    POSITIONS,
    OUTBOX,
    ORDERS,
    `CREATE TABLE history (order_id uuid, version int, event text NOT NULL, status text NOT NULL, at timestamptz NOT NULL,
       PRIMARY KEY (order_id, version))`,
  ],
  inventory: [
    IDS,
    POSITIONS,
    OUTBOX,
    `CREATE TABLE products (id int PRIMARY KEY, available int NOT NULL, reserved int NOT NULL) WITH (fillfactor = 50)`,
    `INSERT INTO products SELECT id, 100000000, 0 FROM generate_series(0, 49) AS id`,
    `CREATE TABLE reservations (order_id uuid PRIMARY KEY, status text NOT NULL, lines jsonb NOT NULL,
       at timestamptz NOT NULL)`,
    `CREATE TABLE movements (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, order_id uuid NOT NULL,
       product_id int NOT NULL, quantity int NOT NULL, at timestamptz NOT NULL)`,
  ],
  notification: [
    IDS,
    POSITIONS,
    OUTBOX,
    `CREATE TABLE contacts (order_id uuid PRIMARY KEY, email text NOT NULL)`,
    `CREATE TABLE notifications (order_id uuid, kind text, recipient text NOT NULL, subject text NOT NULL,
       message text NOT NULL, status text NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (order_id, kind))
       WITH (fillfactor = 80)`,
  ],
};

/** The orders whose writes are to be measured, as they are before: placed, and known by number. */
export const IDS_OF = 'INSERT INTO ids SELECT n, uuidv7() FROM generate_series(1, $1::int) AS n';
export const PLACED = `
  INSERT INTO orders SELECT id, 1, 'PENDING', id, '[{"productId": "floor-1", "quantity": 1, "price": 1}]', 1,
    '{"email": "bench@example.org"}' FROM ids`;
