import type { World } from '@app/testing';
import type { Finding } from './finding.js';

const OUT_OF_STEP = `
  SELECT movement_id AS "movementId", kind, product_id AS "productId", available_after AS "availableAfter",
         reserved_after AS "reservedAfter", available, reserved
  FROM (SELECT *, sum(available_delta) OVER so_far AS available, sum(reserved_delta) OVER so_far AS reserved
        FROM stock_movements WINDOW so_far AS (PARTITION BY product_id ORDER BY movement_id)) AS m
  WHERE (available_after, reserved_after) <> (available, reserved)
  ORDER BY movement_id`;

/** Whether every entry of the ledger says how much it has left, by all entries before it. */
export async function ledgerFindings(inventory: World['databases']['inventory']): Promise<Finding[]> {
  const rows = await inventory.query(OUT_OF_STEP);
  if (rows.length === 0) return [];
  const seen = `${rows.length}, such as ${JSON.stringify(rows[0])}`;
  return [{ by: 'ledger', what: 'entries leave other figures than they say', seen }];
}
