import type { Contact, OrderLine } from '@app/contracts';
import type {
  Address,
  Cancellation,
  Completion,
  Delivery,
  HistoryEntry,
  ItemChange,
  Order,
  OrderDetails,
  Shipping,
  StepCause,
} from '../domain/order.js';
import type { Payment, Refund } from '../domain/payment.js';
import type { OrderStatus } from '../domain/order-lifecycle.js';

/** The columns of an order, as `OrderRow` has them. */
export const ORDER_COLUMNS = `id, version, status, customer_id, lines, total_minor, currency, contact, cancellation,
  shipping, delivery, notes, shipping_address, payment, refunds, change, completion, deleted_at, created_at, updated_at`;

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
  readonly notes: string | null;
  readonly shipping_address: Address | null;
  readonly payment: Payment | null;
  readonly refunds: Refund[] | null;
  readonly change: ItemChange | null;
  readonly completion: Completion | null;
  readonly deleted_at: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** A row of `order_history` as PostgreSQL writes it into JSON: its times have an offset and microseconds. */
export interface HistoryRow {
  readonly version: number;
  readonly event: string;
  readonly from_status: OrderStatus | null;
  readonly to_status: OrderStatus;
  readonly at: string;
  readonly who: string;
  readonly why: string | null;
  readonly code: Cancellation['code'] | null;
  readonly caused_by: StepCause | null;
}

export const toOrder = (row: OrderRow): Order => ({
  id: row.id,
  version: row.version,
  status: row.status,
  customerId: row.customer_id,
  lines: row.lines,
  // Exact: the table bounds it by what was a safe integer when it was stored.
  total: { amount: Number(row.total_minor), currency: row.currency },
  ...toDetails(row),
  ...toRecords(row),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  deletedAt: row.deleted_at?.toISOString(),
});

const toDetails = (row: OrderRow): OrderDetails => ({
  contact: row.contact ?? undefined,
  notes: row.notes ?? undefined,
  shippingAddress: row.shipping_address ?? undefined,
});

/** What the steps of an order have left behind. */
const toRecords = (row: OrderRow) => ({
  cancellation: row.cancellation ?? undefined,
  shipping: row.shipping ?? undefined,
  delivery: row.delivery ?? undefined,
  payment: row.payment ?? undefined,
  refunds: row.refunds ?? undefined,
  change: row.change ?? undefined,
  completion: row.completion ?? undefined,
});

export const toHistoryEntry = (row: HistoryRow): HistoryEntry => ({
  version: row.version,
  event: row.event,
  from: row.from_status,
  to: row.to_status,
  at: new Date(row.at).toISOString(),
  who: row.who,
  why: row.why ?? undefined,
  code: row.code ?? undefined,
  causedBy: row.caused_by ?? undefined,
});
