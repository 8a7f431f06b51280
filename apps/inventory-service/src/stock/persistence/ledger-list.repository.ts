import type { Queryable } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { LedgerEntry, MovementKind } from '../domain/stock-movement.js';
import { ProductNotFound } from '../domain/stock.errors.js';
import { ENTRY_COLUMNS, entryOf, type EntryRow } from './entry.row.js';

/** Which entries of a product's ledger are meant; what is absent does not matter. */
export interface EntryFilter {
  readonly kind?: MovementKind | undefined;
  /** RFC 3339, UTC: entered at this moment or later. */
  readonly from?: string | undefined;
  /** RFC 3339, UTC: entered before this moment. */
  readonly to?: string | undefined;
}

/** The ledger as it is looked at. */
@Injectable()
export class LedgerListRepository {
  /** The id of the product's latest entry, `'0'` without any; throws `ProductNotFound`. */
  async latest(db: Queryable, productId: string): Promise<string> {
    const [row] = await db.query<{ latest: string }>(
      `SELECT coalesce((SELECT max(movement_id) FROM stock_movements AS m WHERE m.product_id = p.product_id), 0) AS latest
       FROM products AS p
       WHERE product_id = $1`,
      [productId],
    );
    if (!row) throw new ProductNotFound(productId);
    return row.latest;
  }

  /** At most `limit` entries of a product that were entered before the given one, or from the latest on. */
  async list(
    db: Queryable,
    productId: string,
    { kind, from, to }: EntryFilter,
    limit: number,
    before: string | undefined,
  ): Promise<LedgerEntry[]> {
    const rows = await db.query<EntryRow>(
      `SELECT ${ENTRY_COLUMNS} FROM stock_movements
       WHERE product_id = $1
         AND ($2::text IS NULL OR kind = $2)
         AND ($3::timestamptz IS NULL OR at >= $3)
         AND ($4::timestamptz IS NULL OR at < $4)
         AND ($5::bigint IS NULL OR movement_id < $5)
       ORDER BY movement_id DESC
       LIMIT $6`,
      [productId, kind ?? null, from ?? null, to ?? null, before ?? null, limit],
    );
    return rows.map(entryOf);
  }
}
