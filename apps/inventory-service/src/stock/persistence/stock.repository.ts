import type { Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { StockByProduct } from '../domain/product.js';
import type { StockShift } from '../domain/shift-stock.js';
import type { ProductRow } from './product.row.js';

type StockRow = Pick<
  ProductRow,
  'product_id' | 'name' | 'status' | 'available' | 'reserved' | 'low_stock_threshold' | 'version'
>;

// Any number that nothing else in this database locks.
const TURN_TO_MOVE_STOCK = 7_281_100;

/** The stock of many products at once: one statement, however many. */
@Injectable()
export class StockRepository {
  /**
   * Those of the products that exist, held against every other change until the transaction ends.
   *
   * Batches take turns, across all instances. Locking rows in the order of their ids is not enough: the pipeline hands
   * a transaction one batch after another (orders created, then shipped, then cancelled), each with products of its
   * own, so two transactions would each hold what the other needs next. Rows are locked still, because the shop changes
   * single products without a turn; and without their keys, so that ledger entries, which only refer to a product, do
   * not wait for it.
   */
  async lock(tx: Tx, productIds: readonly string[]): Promise<StockByProduct> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [TURN_TO_MOVE_STOCK]);
    const rows = await tx.query<StockRow>(
      `SELECT product_id, name, status, available, reserved, low_stock_threshold, version
       FROM products
       WHERE product_id = ANY ($1::text[])
       ORDER BY product_id
       FOR NO KEY UPDATE`,
      [productIds],
    );
    return new Map(
      rows.map(({ product_id: productId, low_stock_threshold: lowStockThreshold, ...row }) => [
        productId,
        { ...row, productId, lowStockThreshold },
      ]),
    );
  }

  /** Applies shifts of distinct, locked products. The table refuses a figure below zero. */
  async shift(tx: Tx, shifts: readonly StockShift[], at: Date): Promise<void> {
    await tx.query(
      `UPDATE products AS p
       SET available = p.available + s.available_delta,
           reserved = p.reserved + s.reserved_delta,
           version = p.version + s.events,
           revision = p.revision + 1,
           updated_at = $5
       FROM unnest($1::text[], $2::integer[], $3::integer[], $4::integer[])
         AS s (product_id, available_delta, reserved_delta, events)
       WHERE p.product_id = s.product_id`,
      [
        shifts.map(({ productId }) => productId),
        shifts.map(({ availableDelta }) => availableDelta),
        shifts.map(({ reservedDelta }) => reservedDelta),
        shifts.map(({ alerts }) => alerts.length),
        at,
      ],
    );
  }
}
