import type { LedgerEntry, MovementKind } from '../domain/stock-movement.js';

/** The columns of an entry of the ledger. */
export const ENTRY_COLUMNS = `movement_id::text AS entry_id, kind, product_id, quantity, available_delta, reserved_delta,
  order_id, reason, available_after, reserved_after, at`;

/** An entry as PostgreSQL returns it; inside a JSON document its time is text. */
export interface EntryRow {
  readonly entry_id: string;
  readonly kind: MovementKind;
  readonly product_id: string;
  readonly quantity: number;
  readonly available_delta: number;
  readonly reserved_delta: number;
  readonly order_id: string | null;
  readonly reason: string | null;
  readonly available_after: number;
  readonly reserved_after: number;
  readonly at: Date | string;
}

/** The entry in a row. */
export const entryOf = (row: EntryRow): LedgerEntry => ({
  entryId: row.entry_id,
  kind: row.kind,
  productId: row.product_id,
  quantity: row.quantity,
  availableDelta: row.available_delta,
  reservedDelta: row.reserved_delta,
  orderId: row.order_id ?? undefined,
  reason: row.reason ?? undefined,
  availableAfter: row.available_after,
  reservedAfter: row.reserved_after,
  at: new Date(row.at),
});
