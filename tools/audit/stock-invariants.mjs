// @ts-check
import { invariant } from './invariant.mjs';

/** @typedef {import('./invariant.mjs').Invariant} Invariant */
/** @typedef {import('./invariant.mjs').Queryable} Queryable */
/** @typedef {(db: Queryable) => Promise<unknown>} BrokenStock */

const WRONG_FIGURES = {
  means: 'Stock was moved past its ledger, or a table was changed by hand: what can be sold is not known.',
  remedy:
    'Stop selling the products named, count them, compare with `stock_movements`, and correct by `POST /inventory/:productId/adjustments`.',
};

/** @param {string} name @param {string} explanation */
const ofStock = (name, explanation) => ({
  name,
  explanation,
  ...WRONG_FIGURES,
  severity: /** @type {const} */ ('violation'),
  database: /** @type {const} */ ('inventory'),
});

// What is held for an order and what has left for it, by the ledger, against what its reservation says: a live one holds
// its lines, a committed one has sent them, any other has neither. Sums, so that it does not matter in how many steps. One
// that is rejected may have held something before it was reopened, but not as its first version.
const RESERVATIONS_AS_MOVED = `
  WITH lines AS (
    SELECT r.order_id, item ->> 'productId' AS product_id, sum((item ->> 'quantity')::bigint) AS quantity
    FROM reservations AS r
    CROSS JOIN LATERAL jsonb_array_elements(r.lines) AS item
    GROUP BY r.order_id, item ->> 'productId'
  ), moved AS (
    SELECT order_id, product_id, sum(reserved_delta) AS held, -sum(available_delta + reserved_delta) AS gone,
           coalesce(sum(quantity) FILTER (WHERE kind = 'reserved'), 0) AS ever_held
    FROM stock_movements
    WHERE order_id IS NOT NULL
    GROUP BY order_id, product_id
  ), compared AS (
    SELECT order_id, product_id, coalesce(quantity, 0) AS quantity, coalesce(held, 0) AS held,
           coalesce(gone, 0) AS gone, coalesce(ever_held, 0) AS ever_held
    FROM lines FULL JOIN moved USING (order_id, product_id)
  )
  SELECT order_id AS "orderId", r.status, product_id AS "productId", quantity, held, gone, ever_held AS "everHeld"
  FROM compared LEFT JOIN reservations AS r USING (order_id)
  WHERE held <> CASE r.status WHEN 'RESERVED' THEN quantity ELSE 0 END
     OR gone <> CASE r.status WHEN 'COMMITTED' THEN quantity ELSE 0 END
     OR CASE r.status WHEN 'REJECTED' THEN ever_held > 0 AND r.version = 1 ELSE ever_held < quantity END
     OR r.status IS NULL
  ORDER BY order_id, product_id`;

const ENTRIES_AS_SAID = `
  SELECT movement_id AS "movementId", kind, product_id AS "productId", order_id AS "orderId", quantity,
         available_delta AS "availableDelta", reserved_delta AS "reservedDelta"
  FROM stock_movements
  WHERE quantity <= 0
     OR (order_id IS NULL) <> (kind IN ('received', 'adjusted'))
     OR CASE kind
          WHEN 'received'  THEN (available_delta, reserved_delta) <> (quantity, 0)
          WHEN 'adjusted'  THEN abs(available_delta) <> quantity OR reserved_delta <> 0
          WHEN 'reserved'  THEN (available_delta, reserved_delta) <> (-quantity, quantity)
          WHEN 'released'  THEN (available_delta, reserved_delta) <> (quantity, -quantity)
          WHEN 'committed' THEN (available_delta, reserved_delta) <> (0, -quantity)
          WHEN 'restocked' THEN (available_delta, reserved_delta) <> (quantity, 0)
          ELSE true
        END
  ORDER BY movement_id`;

const NEGATIVE = `
  SELECT product_id AS "productId", available, reserved FROM products
  WHERE available < 0 OR reserved < 0
  ORDER BY product_id`;

const UNKNOWN_PRODUCTS = `
  SELECT m.product_id AS "productId", count(*) AS entries FROM stock_movements AS m
  WHERE NOT EXISTS (SELECT FROM products AS p WHERE p.product_id = m.product_id)
  GROUP BY m.product_id
  ORDER BY m.product_id`;

/**
 * What always holds of the stock.
 * @param {BrokenStock} brokenStock the inventory service's own comparison of its figures
 * @returns {Invariant[]}
 */
export const stockInvariants = (brokenStock) => [
  {
    ...ofStock(
      'figures-add-up',
      'Figures are the sum of the ledger; reserved is what live reservations hold.',
    ),
    broken: brokenStock,
  },
  invariant(ofStock('never-negative', 'No product has less than nothing available or reserved.'), NEGATIVE),
  invariant(
    ofStock('known-products', 'Every entry of the ledger is about a product that exists.'),
    UNKNOWN_PRODUCTS,
  ),
  invariant(
    ofStock('entries-as-said', 'Every entry of the ledger moves what its kind says.'),
    ENTRIES_AS_SAID,
  ),
  invariant(
    ofStock(
      'reservations-as-moved',
      'What the ledger holds and has sent for an order is what its reservation says.',
    ),
    RESERVATIONS_AS_MOVED,
  ),
];
