// @ts-check
import { invariant } from './invariant.mjs';

// A product begins with its first stock, which nobody has waited for. Only what is available decides, and each entry is
// looked at by itself, so the ledger knows of each. Of low stock it does not: thresholds change, and no history of them is kept.
const RETURNS_TOLD = `
  WITH returned AS (
    SELECT m.product_id, count(*) AS returns FROM stock_movements AS m LEFT JOIN products AS p USING (product_id)
    WHERE m.available_after > 0 AND m.available_after = m.available_delta
      AND NOT (m.kind = 'received' AND m.at = p.created_at)
    GROUP BY m.product_id
  ), told AS (
    SELECT product_id, count(*) AS alerts FROM stock_alerts WHERE type = 'inventory.back_in_stock' GROUP BY product_id
  )
  SELECT product_id AS "productId", coalesce(returns, 0) AS returns, coalesce(alerts, 0) AS alerts
  FROM returned FULL JOIN told USING (product_id)
  WHERE coalesce(returns, 0) <> coalesce(alerts, 0)
  ORDER BY product_id`;

/** What always holds of the alerts that inventory publishes. */
export const alertInvariants = [
  invariant(
    {
      database: 'inventory',
      severity: 'violation',
      name: 'returns-told',
      explanation:
        'Each time that something of a product became available of which nothing was, it was told to be back in stock, once.',
      means:
        'Shop and customers wait for a product that they could have, or were told of one that they could not.',
      remedy:
        'Compare `stock_movements` of the product with `stock_alerts`; whatever moved stock past `alertsBetween` is the bug.',
    },
    RETURNS_TOLD,
  ),
];
