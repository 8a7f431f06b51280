import type { Queryable } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { Notification } from '../domain/notification.js';
import type { NotificationFilter } from '../domain/notification-filter.js';
import { NOTIFICATION_COLUMNS, notificationFrom, type NotificationRow } from './notification.row.js';

// PostgreSQL plans with the values at hand, so a condition without a value costs nothing and the others use their index.
const MATCHES = `
  ($1::text IS NULL OR status = $1)
  AND ($2::boolean IS NULL OR CASE WHEN $2 THEN status = 'SENT' ELSE status <> 'SENT' END)
  AND ($3::text IS NULL OR channel = $3)
  AND ($4::text IS NULL OR kind = $4)
  AND ($5::text IS NULL OR lower(recipient) = lower($5))
  AND ($6::text IS NULL OR metadata ->> 'orderId' = $6)`;

/** Notifications as lists, newest first. */
@Injectable()
export class NotificationListRepository {
  /** At most `limit` of those that match and are older than the one of id `before`. */
  async find(
    db: Queryable,
    filter: NotificationFilter,
    limit: number,
    before?: string,
  ): Promise<Notification[]> {
    const rows = await db.query<NotificationRow>(
      `SELECT ${NOTIFICATION_COLUMNS} FROM notifications
       WHERE ${MATCHES} AND ($7::uuid IS NULL OR id < $7) ORDER BY id DESC LIMIT $8`,
      [...valuesOf(filter), before ?? null, limit],
    );
    return rows.map(notificationFrom);
  }

  /** How many match, undefined if they are more than `most`. */
  async count(db: Queryable, filter: NotificationFilter, most: number): Promise<number | undefined> {
    const [row] = await db.query<{ count: string }>(
      `SELECT count(*) FROM (SELECT 1 FROM notifications WHERE ${MATCHES} LIMIT $7) AS counted`,
      [...valuesOf(filter), most + 1],
    );
    const count = Number(row?.count);
    return count > most ? undefined : count;
  }
}

const valuesOf = ({ status, sent, channel, kind, recipient, orderId }: NotificationFilter): unknown[] =>
  [status, sent, channel, kind, recipient, orderId].map((value) => value ?? null);
