import type { Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { StockMovement } from '../domain/stock-movement.js';

/**
 * The append-only ledger from which every figure of stock can be recomputed. To append an entry is to move the stock:
 * the database adds its deltas to the figures of the product, and refuses a figure below zero.
 */
@Injectable()
export class StockLedger {
  /** Appends the movements of products that `tx` has locked or inserted, in their order, in one statement. */
  append(tx: Tx, movements: readonly StockMovement[], at: Date): void {
    if (movements.length === 0) return;
    // A product that does not exist is joined to nothing, which the table refuses.
    tx.write(
      `INSERT INTO stock_movements
         (kind, product_id, quantity, available_delta, reserved_delta, order_id, reservation_version, reason, at,
          available_after, reserved_after)
       SELECT m.kind, m.product_id, m.quantity, m.available_delta, m.reserved_delta, m.order_id, m.reservation_version,
              m.reason, $9, p.available + sum(m.available_delta) OVER so_far,
              p.reserved + sum(m.reserved_delta) OVER so_far
       FROM unnest($1::text[], $2::text[], $3::integer[], $4::integer[], $5::integer[], $6::uuid[], $7::integer[],
                   $8::text[])
         WITH ORDINALITY
         AS m (kind, product_id, quantity, available_delta, reserved_delta, order_id, reservation_version, reason, place)
       LEFT JOIN products AS p USING (product_id)
       WINDOW so_far AS (PARTITION BY m.product_id ORDER BY m.place)
       ORDER BY m.place`,
      [
        movements.map(({ kind }) => kind),
        movements.map(({ productId }) => productId),
        movements.map(({ quantity }) => quantity),
        movements.map(({ availableDelta }) => availableDelta),
        movements.map(({ reservedDelta }) => reservedDelta),
        movements.map(({ orderId }) => orderId ?? null),
        movements.map(({ reservationVersion }) => reservationVersion ?? null),
        movements.map(({ reason }) => reason ?? null),
        at,
      ],
    );
  }
}
