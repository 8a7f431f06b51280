import type { Queryable, Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { Order } from '../../orders/domain/order.js';
import { ORDER_COLUMNS, type OrderRow, toOrder } from '../../orders/persistence/order.row.js';

/** At most `limit` of what is due at `now`. */
interface Due {
  readonly now: Date;
  readonly limit: number;
}

/** How many orders wait for a link, and how long the oldest of them has. */
export interface LinkBacklog {
  readonly waiting: number;
  readonly oldestSeconds: number;
}

// Past it the number says nothing new, and counting would cost.
const MOST_COUNTED = 10_000;

/** What the timers of payment find. They read the clock of the service, by which the times were set. */
@Injectable()
export class DuePaymentsRepository {
  /** Orders that need a link, longest due first; they are due again at `until`, and no two claims get the same before. */
  async claimLinks(tx: Tx, { now, limit, until }: Due & { until: Date }): Promise<Order[]> {
    const rows = await tx.query<OrderRow>(
      // Materialized, so that the limit holds however the update is planned.
      `WITH due AS MATERIALIZED (
         SELECT id FROM orders WHERE payment_link_due_at <= $1
         ORDER BY payment_link_due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       UPDATE orders SET payment_link_due_at = $3 WHERE id IN (SELECT id FROM due)
       RETURNING ${ORDER_COLUMNS}`,
      [now, limit, until],
    );
    return rows.map(toOrder);
  }

  /** Lets a claimed order wait; what has moved on since, or is somebody else's by now, stays as it is. */
  async postponeLink(
    tx: Tx,
    { id, version }: Order,
    { claimedUntil, dueAt }: { claimedUntil: Date; dueAt: Date },
  ): Promise<void> {
    await tx.query(
      `UPDATE orders SET payment_link_due_at = $4
       WHERE id = $1 AND version = $2 AND payment_link_due_at = $3`,
      [id, version, claimedUntil, dueAt],
    );
  }

  /** Orders whose time to pay is over, locked, save those that somebody else is deciding on right now. */
  async lockExpired(tx: Tx, { now, limit }: Due): Promise<Order[]> {
    const rows = await tx.query<OrderRow>(
      `SELECT ${ORDER_COLUMNS} FROM orders WHERE payment_expires_at <= $1
       ORDER BY payment_expires_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [now, limit],
    );
    return rows.map(toOrder);
  }

  async linkBacklog(db: Queryable, now: Date): Promise<LinkBacklog> {
    const [backlog] = await db.query<LinkBacklog>(
      `SELECT count(*)::int AS waiting,
              greatest(0, coalesce(extract(epoch FROM $1::timestamptz - min(updated_at)), 0))::float8 AS "oldestSeconds"
       FROM (SELECT updated_at FROM orders WHERE payment_link_due_at IS NOT NULL LIMIT $2) AS counted`,
      [now, MOST_COUNTED],
    );
    return backlog ?? { waiting: 0, oldestSeconds: 0 };
  }
}
