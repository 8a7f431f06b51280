import type { Queryable } from '@app/messaging';

/** A product whose figures do not add up, with each figure as the three sources have it. */
export interface BrokenStock {
  readonly productId: string;
  readonly available: number;
  readonly availableByLedger: number;
  readonly reserved: number;
  readonly reservedByLedger: number;
  readonly reservedByReservations: number;
}

/**
 * Every product of which a figure differs from the sum of its ledger, or whose reserved units differ from what the
 * live reservations hold. Empty when the stock is sound. One statement, so it may run beside the living service.
 */
export async function brokenStock(db: Queryable): Promise<BrokenStock[]> {
  return db.query<BrokenStock>(`
    WITH ledger AS (
      SELECT product_id, sum(available_delta)::integer AS available, sum(reserved_delta)::integer AS reserved
      FROM stock_movements
      GROUP BY product_id
    ), held AS (
      SELECT line.product_id, sum(line.quantity)::integer AS reserved
      FROM reservations AS r
      CROSS JOIN LATERAL (
        SELECT item ->> 'productId' AS product_id, (item ->> 'quantity')::integer AS quantity
        FROM jsonb_array_elements(r.lines) AS item
      ) AS line
      WHERE r.status = 'RESERVED'
      GROUP BY line.product_id
    ), compared AS (
      SELECT product_id,
             coalesce(p.available, 0) AS available,
             coalesce(ledger.available, 0) AS available_by_ledger,
             coalesce(p.reserved, 0) AS reserved,
             coalesce(ledger.reserved, 0) AS reserved_by_ledger,
             coalesce(held.reserved, 0) AS reserved_by_reservations
      FROM products AS p
      FULL JOIN ledger USING (product_id)
      FULL JOIN held USING (product_id)
    )
    SELECT product_id AS "productId", available, available_by_ledger AS "availableByLedger", reserved,
           reserved_by_ledger AS "reservedByLedger", reserved_by_reservations AS "reservedByReservations"
    FROM compared
    WHERE available <> available_by_ledger
       OR reserved <> reserved_by_ledger
       OR reserved <> reserved_by_reservations
    ORDER BY product_id`);
}
