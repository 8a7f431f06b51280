// @ts-check
// What a shop of some years might hold, made by PostgreSQL itself: orders of the past year in the order of their ids.

/**
 * @typedef {object} Filling
 * @property {number} count how many orders
 * @property {number} customers among how many customers, the first of whom order most
 * @property {(done: number) => void} [progress] told after each chunk
 */

const CHUNK = 25_000;
const DAYS = 365;

// How many products are sold in each currency; the first of each sell best.
const ASSORTMENT = { EUR: 1500, USD: 400, JPY: 100 };

/** The product and customer that occur most often. */
export const HOT_PRODUCT = 'SEED-EUR-0000';
export const HOT_CUSTOMER = 'c0000000-0000-7000-8000-000000000000';

/** A word that one order in twenty has in its notes, and one that one in ten thousand has. */
export const COMMON_WORD = 'gift';
export const RARE_WORD = 'pallet';

const productId = `'SEED-' || currency || '-' || lpad(k::text, 4, '0')`;
const productName = `'Sample product ' || currency || ' ' || lpad(k::text, 4, '0')`;
const price = `CASE currency WHEN 'JPY' THEN 100 + (k * 7919) % 20000 ELSE 199 + (k * 7919) % 15000 END`;

const PRODUCTS = `
  INSERT INTO product_prices (product_id, name, price_minor, currency, active, version)
  SELECT ${productId}, ${productName}, ${price}, currency, true, 1
  FROM jsonb_each_text($1::jsonb) AS sold (currency, products), generate_series(0, products::int - 1) AS k
  ON CONFLICT (product_id) DO NOTHING`;

/** One chunk: the orders $1 to $2 of $3, by so many customers ($4), from $5 days before $6 on. */
const ORDERS = `
  WITH dice AS MATERIALIZED (
    SELECT n, md5(random()::text || n) AS hex, random() AS fate, random() AS notes, random() AS money,
      1 + floor(3.99 * power(random(), 2.2))::int AS lines, floor($4::int * power(random(), 2))::int AS customer,
      -- A thousandth earlier than the end, so that no rounding puts an order into the future.
      $6::timestamptz - make_interval(days => $5::int) * (1 - (n - 0.001 - random() * 0.99) / $3::int) AS at
    FROM generate_series($1::int, $2::int) AS n
  ), drawn AS MATERIALIZED (
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(hex, 1, 3)
        || substr('89ab', 1 + n % 4, 1) || substr(hex, 5, 15))::uuid AS id,
      ('c0000000-0000-7000-8000-' || lpad(to_hex(customer), 12, '0'))::uuid AS customer_id,
      date_trunc('milliseconds', at) AS at, least(interval '8 hours', ($6::timestamptz - at) / 8) AS pause, lines, n,
      CASE WHEN money < 0.85 THEN 'EUR' WHEN money < 0.97 THEN 'USD' ELSE 'JPY' END AS currency,
      CASE
        WHEN fate < 0.07 THEN 'CANCELLED'
        WHEN fate < 0.0705 THEN 'PENDING'
        WHEN at > $6::timestamptz - interval '1 hour' THEN (ARRAY['PENDING', 'AWAITING_PAYMENT', 'CONFIRMED'])[1 + n % 3]
        WHEN at > $6::timestamptz - interval '2 days' THEN (ARRAY['CONFIRMED', 'PROCESSING'])[1 + n % 2]
        WHEN at > $6::timestamptz - interval '7 days' THEN 'SHIPPED'
        WHEN fate < 0.25 THEN 'DELIVERED'
        ELSE 'COMPLETED'
      END AS status,
      fate < 0.005 AS deleted,
      CASE WHEN notes < 0.25 THEN concat_ws(' ',
        (ARRAY['Please ring twice', 'Leave it at the door', 'Call before delivery', 'Not before noon',
               'Second floor left', 'Neighbour takes it too'])[1 + n % 6],
        CASE WHEN notes < 0.05 THEN 'and wrap as a ${COMMON_WORD}' END,
        CASE WHEN notes BETWEEN 0.1 AND 0.1001 THEN 'on a ${RARE_WORD}' END,
        'ref ' || substr(hex, 1, 6)) END AS notes
    FROM dice
  ), priced AS MATERIALIZED (
    SELECT drawn.*, basket.*, ('{"CONFIRMED": 2, "PROCESSING": 3, "SHIPPED": 4, "DELIVERED": 5, "COMPLETED": 6,
      "CANCELLED": 2, "AWAITING_PAYMENT": 2, "PENDING": 1}'::jsonb ->> status)::int AS steps
    FROM drawn CROSS JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('productId', ${productId}, 'name', ${productName}, 'quantity', quantity,
          'unitPrice', ${price})) AS items,
        sum(quantity * (${price})) AS total, array_agg(DISTINCT ${productId}) AS products
      FROM (SELECT floor(($7::jsonb ->> currency)::int * power(random(), 3))::int AS k,
              1 + floor(4 * power(random(), 3))::int AS quantity
            FROM generate_series(1, lines)) AS basket_line
    ) AS basket
  ), placed AS (
    INSERT INTO orders (id, version, status, customer_id, lines, total_minor, currency, contact, notes, payment,
      cancellation, shipping, delivery, completion, created_at, updated_at, deleted_at, payment_expires_at)
    SELECT id, steps + deleted::int, status, customer_id, items, total, currency,
      jsonb_build_object('email', 'customer' || right(customer_id::text, 6) || '@example.org'), notes,
      CASE status WHEN 'AWAITING_PAYMENT' THEN jsonb_build_object('status', 'DUE',
        'link', 'https://pay.example/' || id, 'expiresAt', to_char($6::timestamptz AT TIME ZONE 'UTC'
          + interval '1 year', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END,
      CASE status WHEN 'CANCELLED' THEN CASE WHEN deleted
        THEN '{"code": "DELETED", "reason": "The order was deleted."}'::jsonb
        ELSE '{"code": "REQUESTED", "reason": "Ordered twice"}'::jsonb END END,
      CASE WHEN steps > 3 THEN jsonb_build_object('carrier', 'Post', 'trackingNumber', 'P-' || n) END,
      CASE WHEN steps > 4 THEN jsonb_build_object('deliveredAt',
        to_char(at AT TIME ZONE 'UTC' + 4 * pause, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END,
      CASE WHEN steps > 5 THEN jsonb_build_object('completedAt',
        to_char(at AT TIME ZONE 'UTC' + 5 * pause, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END,
      at, at + (steps + deleted::int - 1) * pause, CASE WHEN deleted THEN at + 2 * pause END,
      CASE status WHEN 'AWAITING_PAYMENT' THEN $6::timestamptz + interval '1 year' END
    FROM priced
  ), found_by AS (
    INSERT INTO order_products (product_id, order_id) SELECT unnest(products), id FROM priced
  ), told AS (
    INSERT INTO order_words (word, order_id)
    SELECT unnest(words_of(notes)), id FROM priced WHERE notes IS NOT NULL ON CONFLICT DO NOTHING)
  INSERT INTO order_history (order_id, version, event, from_status, to_status, at, who, why, code)
  SELECT id, step, CASE WHEN step > steps THEN 'order.updated' ELSE event END, path[step - 1],
    coalesce(path[step], status), at + (step - 1) * pause,
    CASE step WHEN 1 THEN 'customer:' || customer_id ELSE 'service' END,
    CASE WHEN path[step] = 'CANCELLED' THEN 'Ordered twice' END, CASE WHEN path[step] = 'CANCELLED' THEN 'REQUESTED' END
  FROM priced
  CROSS JOIN LATERAL (SELECT CASE WHEN status IN ('CANCELLED', 'AWAITING_PAYMENT') THEN ARRAY['PENDING', status]
    ELSE ARRAY['PENDING', 'CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED', 'COMPLETED'] END AS path) AS way
  CROSS JOIN generate_series(1, steps + deleted::int) AS step
  CROSS JOIN LATERAL (SELECT CASE path[step] WHEN 'PENDING' THEN 'order.created' WHEN 'PROCESSING' THEN 'order.updated'
    WHEN 'AWAITING_PAYMENT' THEN 'order.updated' ELSE 'order.' || lower(path[step]) END AS event) AS told_by`;

/**
 * Adds sample products and so many orders to a database of the order service, all or none. Nothing is reserved for these orders and
 * nobody has heard of them: they are there to be looked at.
 * @param {import('pg').Client} client
 * @param {Filling} filling
 */
export async function fillOrders(client, { count, customers, progress }) {
  const assortment = JSON.stringify(ASSORTMENT);
  await client.query('SET jit = off');
  await checksLeftOut(client);
  // At once, or automatic maintenance would set in half-way and be in the way; and with a commit that is on disk when it
  // returns, for what is not cannot be marked as visible to all by the VACUUM that follows.
  await client.query('BEGIN');
  await client.query(PRODUCTS, [assortment]);
  const now = new Date();
  for (let first = 1; first <= count; first += CHUNK) {
    const last = Math.min(first + CHUNK - 1, count);
    await client.query(ORDERS, [first, last, count, customers, DAYS, now, assortment]);
    progress?.(last);
  }
  await client.query('COMMIT');
  await client.query('RESET session_replication_role');
  for (const table of ['orders', 'order_history', 'order_products', 'order_words', 'product_prices'])
    await client.query(`VACUUM ANALYZE ${table}`);
}

/** What the statement inserts fits together, so a superuser need not have it checked row by row. @param {import('pg').Client} client */
async function checksLeftOut(client) {
  const { rows } = await client.query('SELECT rolsuper AS may FROM pg_roles WHERE rolname = current_user');
  if (rows[0].may) await client.query(`SET session_replication_role = 'replica'`);
}
