// @ts-check
// What the other services hold once they have heard of every order: made from the orders, so that an audit finds nothing.

/** @typedef {import('pg').Client} Client */
/** @typedef {{ order: Client, inventory: Client, notification: Client }} Clients */
/** @typedef {{ id: string, status: string, version: number, goods: object, events: string[], customer: string, at: Date }} Order */

const CHUNK = 10_000;

// Nobody decides on these any more, and what waits for ever would be found.
const DECIDED = `
  WITH decided AS (
    UPDATE orders SET status = 'CONFIRMED', version = version + 1 WHERE status = 'PENDING' RETURNING id, version, updated_at
  )
  INSERT INTO order_history (order_id, version, event, from_status, to_status, at, who)
  SELECT id, version, 'order.confirmed', 'PENDING', 'CONFIRMED', updated_at, 'service:inventory' FROM decided`;

const ORDERS = `
  DECLARE orders NO SCROLL CURSOR FOR
  SELECT id, status, version, customer_id AS customer, updated_at AS at,
    (SELECT jsonb_agg(jsonb_build_object('productId', product_id, 'quantity', quantity) ORDER BY product_id)
     FROM (SELECT line ->> 'productId' AS product_id, sum((line ->> 'quantity')::int) AS quantity
           FROM jsonb_array_elements(lines) AS line GROUP BY 1) AS summed) AS goods,
    (SELECT array_agg(event ORDER BY h.version) FROM order_history AS h WHERE order_id = orders.id) AS events
  FROM orders ORDER BY id`;

const HEARD = `
  INSERT INTO stream_positions (stream, subject, sequence)
  SELECT $2, o.id, CASE $2 WHEN 'reservation' THEN CASE WHEN status IN ('CONFIRMED', 'PROCESSING', 'AWAITING_PAYMENT') THEN 1 ELSE 2 END
                           ELSE o.version END
  FROM jsonb_to_recordset($1::jsonb) AS o (id text, version int, status text)`;

const RESERVED = `
  WITH told AS (
    SELECT o.*, CASE WHEN status IN ('CONFIRMED', 'PROCESSING', 'AWAITING_PAYMENT') THEN 'RESERVED'
                     WHEN status = 'CANCELLED' THEN 'RELEASED' ELSE 'COMMITTED' END AS reservation
    FROM jsonb_to_recordset($1::jsonb) AS o (id uuid, status text, goods jsonb, at timestamptz)
  ), held AS (
    INSERT INTO reservations (order_id, status, version, lines, shortages, created_at, updated_at)
    SELECT id, reservation, CASE reservation WHEN 'RESERVED' THEN 1 ELSE 2 END, goods, '[]', at, at FROM told
  ), moved AS (
    SELECT id, at, item ->> 'productId' AS product_id, (item ->> 'quantity')::int AS quantity, kind, version
    FROM told CROSS JOIN LATERAL jsonb_array_elements(goods) AS item
    CROSS JOIN LATERAL (VALUES ('reserved', 1), (CASE reservation WHEN 'COMMITTED' THEN 'committed'
                                                  WHEN 'RELEASED' THEN 'released' END, 2)) AS step (kind, version)
    WHERE kind IS NOT NULL
  )
  INSERT INTO stock_movements (kind, product_id, quantity, available_delta, reserved_delta, order_id, reservation_version,
                               available_after, reserved_after, at)
  SELECT kind, product_id, quantity,
    CASE kind WHEN 'reserved' THEN -quantity WHEN 'released' THEN quantity ELSE 0 END,
    CASE kind WHEN 'reserved' THEN quantity ELSE -quantity END, id, version, 0, 0, at
  FROM moved`;

const PLENTY = 1_000_000_000;

const STOCKED = `
  INSERT INTO stock_movements (kind, product_id, quantity, available_delta, reserved_delta, available_after,
                               reserved_after, at)
  SELECT 'received', product_id, ${PLENTY}, ${PLENTY}, 0, ${PLENTY}, 0, now() FROM jsonb_to_recordset($1::jsonb) AS p (product_id text)`;

const PRODUCTS = `
  INSERT INTO products (product_id, name, price_minor, currency, status, available, reserved, version, revision,
                        created_at, updated_at)
  SELECT p.product_id, p.name, p.price_minor, p.currency, 'ACTIVE', l.available, l.reserved, 1, 1, l.at, now()
  FROM jsonb_to_recordset($1::jsonb) AS p (product_id text, name text, price_minor bigint, currency text)
  JOIN (SELECT product_id, sum(available_delta) AS available, sum(reserved_delta) AS reserved,
               max(at) FILTER (WHERE kind = 'received') AS at
        FROM stock_movements GROUP BY product_id) AS l USING (product_id)`;

const PRODUCT_HEARD = `
  INSERT INTO stream_positions (stream, subject, sequence)
  SELECT 'product', product_id, 1 FROM jsonb_to_recordset($1::jsonb) AS p (product_id text)`;

const TOLD = `
  INSERT INTO notifications (id, event_id, kind, channel, recipient, subject, message, metadata, cause, status, sent_at)
  SELECT gen_random_uuid(), gen_random_uuid(), letter, 'EMAIL', 'customer' || right(o.customer, 6) || '@example.org',
    'About your order', 'What there is to be told of it.', jsonb_build_object('orderId', o.id, 'customerId', o.customer),
    '{}', 'SENT', o.at
  FROM jsonb_to_recordset($1::jsonb) AS o (id text, customer text, at timestamptz, events text[])
  CROSS JOIN LATERAL unnest(o.events) AS event
  JOIN (VALUES ('order.created', 'order-received'), ('order.confirmed', 'order-confirmed'), ('order.shipped', 'order-shipped'),
               ('order.delivered', 'order-delivered'), ('order.cancelled', 'order-cancelled')) AS l (type, letter)
    ON l.type = event`;

/**
 * Runs work while the database is without those indexes that prove nothing: a million rows enter them in one go afterwards.
 * @param {Client} client @param {() => Promise<void>} work
 */
async function withoutIndexes(client, work) {
  const { rows } = await client.query(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
     WHERE tablename IN ('notifications', 'reservations', 'stock_movements') AND indexdef NOT LIKE 'CREATE UNIQUE%'`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  await work();
  for (const { definition } of rows) await client.query(definition);
}

/**
 * Fills the databases of the other services with what follows from the orders of the first, a chunk at a time.
 * @param {Clients} clients of databases that the services have migrated; superusers
 * @param {(done: number) => void} progress
 */
export async function echoOrders({ order, inventory, notification }, progress) {
  await order.query(DECIDED);
  // What is inserted fits together, and the ledger's triggers would move the stock one statement after the other.
  for (const client of [order, inventory, notification])
    await client.query(`SET session_replication_role = 'replica'`);
  await withoutIndexes(inventory, () =>
    withoutIndexes(notification, () => echoAll({ order, inventory, notification }, progress)),
  );
  await echoProducts({ order, inventory, notification });
  for (const client of [order, inventory, notification]) await client.query('VACUUM ANALYZE');
}

/** @param {Clients} clients @param {(done: number) => void} progress */
async function echoAll({ order, inventory, notification }, progress) {
  let done = 0;
  await order.query('BEGIN');
  await order.query(ORDERS);
  for (;;) {
    /** @type {import('pg').QueryResult<Order>} */
    const { rows } = await order.query(`FETCH ${CHUNK} FROM orders`);
    if (rows.length === 0) break;
    const chunk = JSON.stringify(rows);
    await Promise.all([
      inventory.query(RESERVED, [chunk]).then(() => inventory.query(HEARD, [chunk, 'order'])),
      notification.query(TOLD, [chunk]).then(() => notification.query(HEARD, [chunk, 'order'])),
    ]);
    await order.query(HEARD, [chunk, 'reservation']);
    done += rows.length;
    progress(done);
  }
  await order.query('COMMIT');
}

/** @param {Clients} clients */
async function echoProducts({ order, inventory, notification }) {
  const { rows } = await order.query('SELECT product_id, name, price_minor, currency FROM product_prices');
  const products = JSON.stringify(rows);
  await inventory.query(STOCKED, [products]);
  await inventory.query(PRODUCTS, [products]);
  for (const client of [order, notification]) await client.query(PRODUCT_HEARD, [products]);
}
