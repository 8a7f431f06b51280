// @ts-check
import { invariant } from './invariant.mjs';

const ofOrders = { database: /** @type {const} */ ('order'), severity: /** @type {const} */ ('violation') };

const HISTORY_WHOLE = `
  WITH steps AS (
    SELECT order_id, version, to_status, from_status, row_number() OVER so_far AS place,
           lag(to_status) OVER so_far AS before, lead(version) OVER so_far IS NULL AS is_last
    FROM order_history WINDOW so_far AS (PARTITION BY order_id ORDER BY version)
  ), histories AS (
    SELECT order_id, count(*) AS steps, max(version) AS latest, max(to_status) FILTER (WHERE is_last) AS status,
           min(version) FILTER (WHERE version <> place OR from_status IS DISTINCT FROM before) AS broken_at
    FROM steps GROUP BY order_id
  )
  SELECT coalesce(o.id, h.order_id) AS "orderId", o.status, h.status AS "statusByHistory", o.version, h.steps,
         h.broken_at AS "brokenAtVersion"
  FROM orders AS o FULL JOIN histories AS h ON h.order_id = o.id
  WHERE (h.steps, h.latest, h.status) IS DISTINCT FROM (o.version::bigint, o.version, o.status)
     OR h.broken_at IS NOT NULL
  ORDER BY 1`;

// A payment pays for its order, unless that was cancelled, and what it does not pay for is owed back.
const MONEY_ACCOUNTED_FOR = `
  WITH used AS (
    SELECT id AS order_id, payment ->> 'transactionId' AS transaction_id,
           CASE status WHEN 'CANCELLED' THEN 0 ELSE total_minor END AS used
    FROM orders WHERE payment ->> 'status' = 'PAID'
  ), owed AS (
    SELECT o.id AS order_id, refund ->> 'transactionId' AS transaction_id, sum((refund ->> 'amount')::bigint) AS owed
    FROM orders AS o CROSS JOIN LATERAL jsonb_array_elements(o.refunds) AS refund
    WHERE o.refunds IS NOT NULL
    GROUP BY 1, 2
  ), received AS (
    SELECT order_id, transaction_id, amount_minor AS received FROM payments
  )
  SELECT order_id AS "orderId", transaction_id AS "transactionId", coalesce(received, 0) AS "receivedMinor",
         coalesce(used, 0) AS "usedMinor", coalesce(owed, 0) AS "owedBackMinor"
  FROM received FULL JOIN used USING (order_id, transaction_id) FULL JOIN owed USING (order_id, transaction_id)
  WHERE coalesce(received, 0) <> coalesce(used, 0) + coalesce(owed, 0)
  ORDER BY 1, 2`;

// Numeric, so that no figure is too large to be compared.
const TOTALS = `
  SELECT id AS "orderId", status, total_minor AS "totalMinor", sum AS "goodsMinor"
  FROM orders CROSS JOIN LATERAL (
    SELECT coalesce(sum((line ->> 'quantity')::numeric * (line ->> 'unitPrice')::numeric), 0) AS sum
    FROM jsonb_array_elements(lines) AS line) AS goods
  WHERE total_minor <> sum
  ORDER BY id`;

const PRODUCTS_LISTED = `
  WITH ordered AS (
    SELECT DISTINCT o.id AS order_id, line ->> 'productId' AS product_id
    FROM orders AS o CROSS JOIN LATERAL jsonb_array_elements(o.lines) AS line
  )
  SELECT order_id AS "orderId", product_id AS "productId", p.order_id IS NOT NULL AS found, o.order_id IS NOT NULL AS ordered
  FROM (SELECT * FROM ordered EXCEPT SELECT order_id, product_id FROM order_products) AS o (order_id, product_id)
  FULL JOIN (SELECT order_id, product_id FROM order_products EXCEPT SELECT * FROM ordered) AS p USING (order_id, product_id)
  ORDER BY 1, 2`;

/** What always holds of the orders by themselves. */
export const orderInvariants = [
  invariant(
    {
      ...ofOrders,
      name: 'history-whole',
      explanation:
        'The history of an order has every version once, each step from where the one before led, the last to its status.',
      means: 'A step was taken without being recorded, or recorded without being taken.',
      remedy:
        'Compare the rows of `order_history` with the events of the order (`npm run trace`); whatever wrote past `saveSteps` is the bug.',
    },
    HISTORY_WHOLE,
  ),
  invariant(
    {
      ...ofOrders,
      name: 'totals-add-up',
      explanation: 'The total of an order is what its goods cost, to the last minor unit.',
      means: 'A customer is asked for more or less than the lines of the order say.',
      remedy:
        'Stop the order before it is paid for, or settle the difference; whatever sums up past `priceLines` is the bug.',
    },
    TOTALS,
  ),
  invariant(
    {
      ...ofOrders,
      name: 'money-accounted-for',
      explanation:
        'All money that was received for an order pays for it or is owed back, to the last minor unit.',
      means: 'A customer has paid too much or too little, or is owed what was never received.',
      remedy: 'Compare `payments`, `orders.payment` and `orders.refunds` with the account at the provider.',
    },
    MONEY_ACCOUNTED_FOR,
  ),
  invariant(
    {
      ...ofOrders,
      name: 'found-by-products',
      explanation: 'An order is found by exactly the products that it has.',
      means: 'Lists filtered by product leave the order out, or show it wrongly.',
      remedy: 'Correct the rows of `order_products`; nothing else reads them.',
    },
    PRODUCTS_LISTED,
  ),
];
