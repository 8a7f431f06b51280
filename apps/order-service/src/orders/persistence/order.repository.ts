import type { Queryable, Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { HistoryEntry, Order, TakenStep } from '../domain/order.js';
import { INITIAL_STATUS, type OrderStatus } from '../domain/order-lifecycle.js';
import { type HistoryRow, type OrderRow, toHistoryEntry, toOrder } from './order.row.js';

/** Which orders a list shows; what is left out does not restrict it. Times are ISO 8601. */
export interface OrderFilter {
  readonly status?: OrderStatus | undefined;
  readonly customerId?: string | undefined;
  /** The earliest time of placing that is shown. */
  readonly createdFrom?: string | undefined;
  /** The first time of placing that is no longer shown. */
  readonly createdTo?: string | undefined;
}

/** A stretch of a list, newest first: the `limit` orders that are older than the one with the id `after`. */
export interface Stretch {
  readonly after?: string | undefined;
  readonly limit: number;
}

const COLUMNS = `id, version, status, customer_id, lines, total_minor, currency,
  contact, cancellation, shipping, delivery, created_at, updated_at`;

// Parameters $1 to $4. The planner sees their values, so a filter that is not set costs nothing and hides no index.
const FILTER = `($1::text IS NULL OR status = $1)
  AND ($2::uuid IS NULL OR customer_id = $2)
  AND ($3::timestamptz IS NULL OR created_at >= $3)
  AND ($4::timestamptz IS NULL OR created_at < $4)`;

const filterParameters = ({ status, customerId, createdFrom, createdTo }: OrderFilter) => [
  status,
  customerId,
  createdFrom,
  createdTo,
];

/** The only SQL about orders. An order and its history are always written together. */
@Injectable()
export class OrderRepository {
  async insert(tx: Tx, { order, entry }: TakenStep): Promise<void> {
    await tx.query(
      `WITH placed AS (
         INSERT INTO orders (id, version, status, customer_id, lines, total_minor, currency, contact, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9))
       INSERT INTO order_history (order_id, version, to_status, at, who) VALUES ($1, $2, $3, $9, $10)`,
      [
        order.id,
        order.version,
        order.status,
        order.customerId,
        JSON.stringify(order.lines),
        order.total.amount,
        order.total.currency,
        order.contact && JSON.stringify(order.contact),
        order.createdAt,
        entry.who,
      ],
    );
  }

  /**
   * Stores steps of distinct orders, each on the version it was decided for. Rejects, and so undoes the transaction,
   * if an order has moved on: its history cannot have two steps of one version.
   */
  async saveSteps(tx: Tx, steps: readonly TakenStep[]): Promise<void> {
    if (steps.length === 0) return;
    await tx.query(
      `WITH step AS (
         SELECT * FROM jsonb_to_recordset($1::jsonb) AS s (
           id uuid, version integer, status text, cancellation jsonb, shipping jsonb, delivery jsonb,
           from_status text, at timestamptz, who text, why text, code text)
       ), moved AS (
         UPDATE orders SET version = step.version, status = step.status, cancellation = step.cancellation,
           shipping = step.shipping, delivery = step.delivery, updated_at = step.at
         FROM step WHERE orders.id = step.id AND orders.version = step.version - 1)
       INSERT INTO order_history (order_id, version, from_status, to_status, at, who, why, code)
       SELECT id, version, from_status, status, at, who, why, code FROM step ORDER BY id`,
      [JSON.stringify(steps.map(stepRecord))],
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

  async list(db: Queryable, filter: OrderFilter, { after, limit }: Stretch): Promise<Order[]> {
    const rows = await db.query<OrderRow>(
      `SELECT ${COLUMNS} FROM orders WHERE ${FILTER} AND ($5::uuid IS NULL OR id < $5) ORDER BY id DESC LIMIT $6`,
      [...filterParameters(filter), after, limit],
    );
    return rows.map(toOrder);
  }

  /** How many orders the filter lets through, or `undefined` if there are more than `most`. */
  async count(db: Queryable, filter: OrderFilter, most: number): Promise<number | undefined> {
    const [row] = await db.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM (SELECT FROM orders WHERE ${FILTER} LIMIT $5) AS counted`,
      [...filterParameters(filter), most + 1],
    );
    return row && row.count <= most ? row.count : undefined;
  }

  /** Those of the orders that no longer wait for their stock. */
  async decidedAmong(db: Queryable, ids: readonly string[]): Promise<string[]> {
    const rows = await db.query<{ id: string }>(
      'SELECT id FROM orders WHERE id = ANY($1::uuid[]) AND status <> $2',
      [ids, INITIAL_STATUS],
    );
    return rows.map(({ id }) => id);
  }
}

/** One row of what `saveSteps` unpacks. */
const stepRecord = ({ order, entry }: TakenStep) => ({
  id: order.id,
  version: order.version,
  status: order.status,
  cancellation: order.cancellation,
  shipping: order.shipping,
  delivery: order.delivery,
  from_status: entry.from,
  at: entry.at,
  who: entry.who,
  why: entry.why,
  code: entry.code,
});
