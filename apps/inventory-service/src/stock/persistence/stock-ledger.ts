import type { Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { StockMovement } from '../domain/stock-movement.js';

/** The append-only ledger from which every figure of stock can be recomputed. */
@Injectable()
export class StockLedger {
  /** Appends the movements in their order, in one statement. */
  async append(tx: Tx, movements: readonly StockMovement[], at: Date): Promise<void> {
    await tx.query(
      `INSERT INTO stock_movements
         (kind, product_id, quantity, available_delta, reserved_delta, order_id, reason, at)
       SELECT kind, product_id, quantity, available_delta, reserved_delta, order_id, reason, $8
       FROM unnest($1::text[], $2::text[], $3::integer[], $4::integer[], $5::integer[], $6::uuid[], $7::text[])
         WITH ORDINALITY
         AS m (kind, product_id, quantity, available_delta, reserved_delta, order_id, reason, place)
       ORDER BY place`,
      [
        movements.map(({ kind }) => kind),
        movements.map(({ productId }) => productId),
        movements.map(({ quantity }) => quantity),
        movements.map(({ availableDelta }) => availableDelta),
        movements.map(({ reservedDelta }) => reservedDelta),
        movements.map(({ orderId }) => orderId ?? null),
        movements.map(({ reason }) => reason ?? null),
        at,
      ],
    );
  }
}
