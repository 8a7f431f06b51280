import type { Queryable } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import { beforeTransaction, type FeedPlace } from '../domain/feed-place.js';
import type { FeedPage, FeedStep } from '../domain/step.js';
import { type StepRow, toStep } from './step.row.js';

/** What is to be read of the feed: up to `limit` steps after a place, of one customer if they are given. */
export interface Reading {
  readonly after: FeedPlace;
  readonly limit: number;
  readonly customerId?: string | undefined;
}

/** An order as far as it takes to follow it. */
export interface FollowedOrder {
  readonly version: number;
  readonly customerId: string;
}

/**
 * Between which transactions the present lies: every one before `oldestOpen` has ended, and none from `next` on.
 */
export interface Present {
  readonly oldestOpen: bigint;
  readonly next: bigint;
}

const COLUMNS = `h.transaction, h.position, h.order_id, o.customer_id, h.version, h.event, h.from_status, h.to_status,
  h.at, h.who, h.why, h.code`;

// Steps become readable in this order once and for all: of the transactions before the oldest open one nothing is missing.
const STRETCH = `(h.transaction, h.position) > ($1::xid8, $2::bigint) AND h.transaction < present.oldest_open
  ORDER BY h.transaction, h.position LIMIT $3`;

// The limit before the join, so that the index of the feed is read in its order and no further.
const STEPS_OF_ALL = `
  SELECT ${COLUMNS} FROM (SELECT * FROM order_history AS h WHERE ${STRETCH}) AS h JOIN orders AS o ON o.id = h.order_id`;

// From the customer's orders, which are few, and never through the steps of everybody.
const STEPS_OF_CUSTOMER = `
  SELECT ${COLUMNS} FROM (SELECT id, customer_id FROM orders WHERE customer_id = $4 OFFSET 0) AS o
  JOIN order_history AS h ON h.order_id = o.id WHERE ${STRETCH}`;

const pageOf = (steps: string): string => `
  SELECT present.oldest_open, step.*
  FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS oldest_open) AS present
  LEFT JOIN LATERAL (${steps}) AS step ON true
  ORDER BY step.transaction, step.position`;

/** Reads the steps of orders as they are told to those who follow them. */
@Injectable()
export class FeedRepository {
  /** The next steps that are certain: none will ever sort before them that was not there when they were read. */
  async page(db: Queryable, { after, limit, customerId }: Reading): Promise<FeedPage> {
    const parameters = [String(after.transaction), String(after.position), limit];
    const rows = await db.query<StepRow & { readonly oldest_open: string }>(
      pageOf(customerId === undefined ? STEPS_OF_ALL : STEPS_OF_CUSTOMER),
      customerId === undefined ? parameters : [...parameters, customerId],
    );
    const oldestOpen = BigInt(rows[0]?.oldest_open ?? 0);
    const steps = rows.filter(({ order_id }) => order_id !== null).map(toStep);
    const last = steps.at(-1);
    return last && steps.length === limit
      ? { steps, reached: last.place, hasMore: true }
      : { steps, reached: beforeTransaction(oldestOpen), hasMore: false };
  }

  /** The steps of one order after a version, oldest first, the latest included however new it is. */
  async stepsOf(db: Queryable, orderId: string, after: number, limit: number): Promise<FeedStep[]> {
    const rows = await db.query<StepRow>(
      `SELECT ${COLUMNS} FROM order_history AS h JOIN orders AS o ON o.id = h.order_id
       WHERE h.order_id = $1 AND h.version > $2 ORDER BY h.version LIMIT $3`,
      [orderId, after, limit],
    );
    return rows.map(toStep);
  }

  /** The order unless it is deleted. */
  async findOrder(db: Queryable, orderId: string): Promise<FollowedOrder | undefined> {
    const [row] = await db.query<{ version: number; customer_id: string }>(
      'SELECT version, customer_id FROM orders WHERE id = $1 AND deleted_at IS NULL',
      [orderId],
    );
    return row && { version: row.version, customerId: row.customer_id };
  }

  async present(db: Queryable): Promise<Present> {
    const rows = await db.query<{ oldest_open: string; next: string }>(
      `SELECT pg_snapshot_xmin(present) AS oldest_open, pg_snapshot_xmax(present) AS next
       FROM pg_current_snapshot() AS present`,
    );
    return { oldestOpen: BigInt(rows[0]?.oldest_open ?? 0), next: BigInt(rows[0]?.next ?? 0) };
  }
}
