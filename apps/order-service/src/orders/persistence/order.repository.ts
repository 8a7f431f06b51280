import { prepared, type Queryable, type Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { HistoryEntry, Order, TakenStep } from '../domain/order.js';
import { needsLink } from '../domain/order-payment.js';
import { INITIAL_STATUS } from '../domain/order-lifecycle.js';
import { tellsOfItems } from '../domain/update-event.js';
import { type HistoryRow, ORDER_COLUMNS, type OrderRow, toHistoryEntry, toOrder } from './order.row.js';

const COLUMNS = ORDER_COLUMNS;

const INSERT = prepared(
  `WITH placed AS MATERIALIZED (
     SELECT * FROM jsonb_to_recordset($1::jsonb) AS o (
       id uuid, version integer, status text, customer_id uuid, lines jsonb, total_minor bigint, currency text,
       contact jsonb, notes text, shipping_address jsonb, payment jsonb, created_at timestamptz, products text[],
       event text, who text)
   ), stored AS (
     INSERT INTO orders (id, version, status, customer_id, lines, total_minor, currency, contact, notes,
                         shipping_address, payment, created_at, updated_at)
     SELECT id, version, status, customer_id, lines, total_minor, currency, contact, notes, shipping_address,
            payment, created_at, created_at
     FROM placed
   ), found_by AS (
     INSERT INTO order_products (product_id, order_id) SELECT unnest(products), id FROM placed)
   INSERT INTO order_history (order_id, version, event, to_status, at, who)
   SELECT id, version, event, status, created_at, who FROM placed`,
);

/** The only SQL that changes orders. An order, its history and the products it is found by are written together. */
@Injectable()
export class OrderRepository {
  /** Stores new orders, each as its first step has left it. */
  insert(tx: Tx, placed: readonly TakenStep[]): void {
    if (placed.length === 0) return;
    tx.write(INSERT, [JSON.stringify(placed.map(placedRecord))]);
  }

  /**
   * Stores steps of any orders, those of one order one after another, each order on the version it was decided for.
   * The transaction fails if an order has moved on: its history cannot have two steps of one version.
   */
  saveSteps(tx: Tx, steps: readonly TakenStep[]): void {
    if (steps.length === 0) return;
    const latest = [...new Map(steps.map(({ order }) => [order.id, order])).values()];
    // The goods of an order are much to write, and hardly any step changes them.
    const itemsOf = new Set(steps.filter(({ event }) => tellsOfItems(event)).map(({ order }) => order.id));
    tx.write(
      `WITH latest AS (
         SELECT * FROM jsonb_to_recordset($1::jsonb) AS o (
           id uuid, version integer, status text, lines jsonb, total_minor bigint, contact jsonb, notes text,
           shipping_address jsonb, payment jsonb, refunds jsonb, change jsonb, cancellation jsonb, shipping jsonb,
           delivery jsonb, completion jsonb, deleted_at timestamptz, payment_expires_at timestamptz,
           payment_link_due_at timestamptz, updated_at timestamptz)
       ), moved AS (
         UPDATE orders SET version = o.version, status = o.status,
           lines = coalesce(o.lines, orders.lines), total_minor = coalesce(o.total_minor, orders.total_minor),
           contact = o.contact, notes = o.notes, shipping_address = o.shipping_address, payment = o.payment,
           refunds = o.refunds, change = o.change, cancellation = o.cancellation, shipping = o.shipping,
           delivery = o.delivery, completion = o.completion, deleted_at = o.deleted_at,
           payment_expires_at = o.payment_expires_at, payment_link_due_at = o.payment_link_due_at,
           updated_at = o.updated_at
         FROM latest AS o WHERE orders.id = o.id AND orders.version < o.version)
       INSERT INTO order_history (order_id, version, event, from_status, to_status, at, who, why, code, caused_by)
       SELECT id, version, event, from_status, to_status, at, who, why, code, caused_by
       FROM jsonb_to_recordset($2::jsonb) AS s (
         id uuid, version integer, event text, from_status text, to_status text, at timestamptz, who text, why text,
         code text, caused_by jsonb)
       ORDER BY id, version`,
      [JSON.stringify(orderRecords(latest, itemsOf)), JSON.stringify(steps.map(historyRecord))],
    );
    this.findByProducts(
      tx,
      latest.filter(({ id }) => itemsOf.has(id)),
    );
  }

  /** Lets the orders be found by the products that they have now. */
  private findByProducts(tx: Tx, orders: readonly Order[]): void {
    if (orders.length === 0) return;
    const rows = new Map(orders.map((order) => [order.id, productsOf(order)]));
    const pairs = [...rows].flatMap(([id, products]) => products.map((product) => [id, product] as const));
    tx.write(
      `WITH wanted AS (SELECT * FROM unnest($2::uuid[], $3::text[]) AS w (order_id, product_id)
       ), gone AS (
         DELETE FROM order_products AS p
         WHERE order_id = ANY($1::uuid[]) AND NOT EXISTS (
           SELECT FROM wanted WHERE wanted.order_id = p.order_id AND wanted.product_id = p.product_id))
       INSERT INTO order_products (product_id, order_id)
       SELECT product_id, order_id FROM wanted ON CONFLICT DO NOTHING`,
      [[...rows.keys()], pairs.map(([id]) => id), pairs.map(([, product]) => product)],
    );
  }

  /** Locks the orders until the end of the transaction, in the order of their ids, so that two batches cannot deadlock. */
  async lock(tx: Tx, ids: readonly string[]): Promise<Map<string, Order>> {
    const rows = await tx.query<OrderRow>(
      `SELECT ${COLUMNS} FROM orders WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, toOrder(row)]));
  }

  async find(db: Queryable, id: string): Promise<Order | undefined> {
    const [row] = await db.query<OrderRow>(`SELECT ${COLUMNS} FROM orders WHERE id = $1`, [id]);
    return row && toOrder(row);
  }

  /** The order with its history, oldest step first, both as of the same moment. */
  async findWithHistory(
    db: Queryable,
    id: string,
  ): Promise<{ order: Order; history: HistoryEntry[] } | undefined> {
    const [row] = await db.query<OrderRow & { history: HistoryRow[] }>(
      `SELECT ${COLUMNS}, (SELECT jsonb_agg(to_jsonb(h) ORDER BY h.version) FROM order_history h
                           WHERE h.order_id = orders.id) AS history
       FROM orders WHERE id = $1`,
      [id],
    );
    return row && { order: toOrder(row), history: row.history.map(toHistoryEntry) };
  }

  /** Those of the orders that the system will do nothing more for by itself, as `isSettled` has it. */
  async settledAmong(db: Queryable, ids: readonly string[]): Promise<string[]> {
    const rows = await db.query<{ id: string }>(
      `SELECT id FROM orders WHERE id = ANY($1::uuid[]) AND status <> $2 AND payment_link_due_at IS NULL
         AND change ->> 'status' IS DISTINCT FROM 'PENDING'`,
      [ids, INITIAL_STATUS],
    );
    return rows.map(({ id }) => id);
  }
}

const productsOf = ({ lines }: Order): string[] => [...new Set(lines.map(({ productId }) => productId))];

/** A new order as `insert` unpacks it. */
const placedRecord = ({ order, entry }: TakenStep) => ({
  id: order.id,
  version: order.version,
  status: order.status,
  customer_id: order.customerId,
  lines: order.lines,
  total_minor: order.total.amount,
  currency: order.total.currency,
  contact: order.contact,
  notes: order.notes,
  shipping_address: order.shippingAddress,
  payment: order.payment,
  created_at: order.createdAt,
  products: productsOf(order),
  event: entry.event,
  who: entry.who,
});

/** An order as `saveSteps` unpacks it. */
const orderRecord = (order: Order) => ({
  id: order.id,
  version: order.version,
  status: order.status,
  contact: order.contact,
  notes: order.notes,
  shipping_address: order.shippingAddress,
  payment: order.payment,
  refunds: order.refunds,
  change: order.change,
  cancellation: order.cancellation,
  shipping: order.shipping,
  delivery: order.delivery,
  completion: order.completion,
  deleted_at: order.deletedAt,
  // What the timers look for.
  payment_expires_at: order.status === 'AWAITING_PAYMENT' ? order.payment?.expiresAt : undefined,
  payment_link_due_at: needsLink(order) ? order.updatedAt : undefined,
  updated_at: order.updatedAt,
});

/** Orders as `saveSteps` unpacks them: with their goods where they have changed. */
const orderRecords = (orders: readonly Order[], itemsOf: ReadonlySet<string>) =>
  orders.map((order) => ({ ...orderRecord(order), ...(itemsOf.has(order.id) ? itemRecord(order) : {}) }));

/** The goods of an order. */
const itemRecord = ({ lines, total }: Order) => ({ lines, total_minor: total.amount });

/** A line of history as `saveSteps` unpacks it. */
const historyRecord = ({ order, entry }: TakenStep) => ({
  id: order.id,
  version: entry.version,
  event: entry.event,
  from_status: entry.from,
  to_status: entry.to,
  at: entry.at,
  who: entry.who,
  why: entry.why,
  code: entry.code,
  caused_by: entry.causedBy,
});
