import type { Contact, OrderLine } from '@app/contracts';
import type { Cancellation, Delivery, HistoryEntry, Order, Shipping } from '../domain/order.js';
import type { OrderStatus } from '../domain/order-lifecycle.js';

/** A row of `orders` as the driver gives it. */
export interface OrderRow {
  readonly id: string;
  readonly version: number;
  readonly status: OrderStatus;
  readonly customer_id: string;
  readonly lines: OrderLine[];
  readonly total_minor: string;
  readonly currency: string;
  readonly contact: Contact | null;
  readonly cancellation: Cancellation | null;
  readonly shipping: Shipping | null;
  readonly delivery: Delivery | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** A row of `order_history` as PostgreSQL writes it into JSON: its times have an offset and microseconds. */
export interface HistoryRow {
  readonly version: number;
  readonly from_status: OrderStatus | null;
  readonly to_status: OrderStatus;
  readonly at: string;
  readonly who: string;
  readonly why: string | null;
  readonly code: Cancellation['code'] | null;
}

export const toOrder = (row: OrderRow): Order => ({
  id: row.id,
  version: row.version,
  status: row.status,
  customerId: row.customer_id,
  lines: row.lines,
  // Exact: the table bounds it by what was a safe integer when it was stored.
  total: { amount: Number(row.total_minor), currency: row.currency },
  contact: row.contact ?? undefined,
  cancellation: row.cancellation ?? undefined,
  shipping: row.shipping ?? undefined,
  delivery: row.delivery ?? undefined,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

export const toHistoryEntry = (row: HistoryRow): HistoryEntry => ({
  version: row.version,
  from: row.from_status,
  to: row.to_status,
  at: new Date(row.at).toISOString(),
  who: row.who,
  why: row.why ?? undefined,
  code: row.code ?? undefined,
});
