import type { Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { StockByProduct } from '../domain/product.js';
import type { StockShift } from '../domain/shift-stock.js';
import type { ProductRow } from './product.row.js';
import { takeTurn } from './turn.js';

type StockRow = Pick<
  ProductRow,
  'product_id' | 'name' | 'status' | 'available' | 'reserved' | 'low_stock_threshold' | 'version'
>;

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
    takeTurn(tx);
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

  /** Counts the alerts of distinct, locked products as events of their streams; one statement, or none. */
  countAlerts(tx: Tx, shifts: readonly StockShift[]): void {
    const alerting = shifts.filter(({ alerts }) => alerts.length > 0);
    if (alerting.length === 0) return;
    tx.write(
      `UPDATE products AS p SET version = p.version + s.events
       FROM unnest($1::text[], $2::integer[]) AS s (product_id, events)
       WHERE p.product_id = s.product_id`,
      [alerting.map(({ productId }) => productId), alerting.map(({ alerts }) => alerts.length)],
    );
  }
}
