import type { Queryable } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { NotificationCount, NotificationFilter } from '../domain/notification-filter.js';
import type { Notification } from '../domain/notification.js';
import {
  countsStatement,
  countStatement,
  listStatement,
  type ListStretch,
} from './notification-list.statement.js';
import { NOTIFICATION_COLUMNS, notificationFrom, type NotificationRow } from './notification.row.js';

/** Notifications as lists, newest first, each along an index. */
@Injectable()
export class NotificationListRepository {
  /** The notifications of a stretch of a list. */
  async find(db: Queryable, filter: NotificationFilter, stretch: ListStretch): Promise<Notification[]> {
    const { sql, parameters } = listStatement(NOTIFICATION_COLUMNS, filter, stretch);
    return (await db.query<NotificationRow>(sql, parameters)).map(notificationFrom);
  }

  /** How many match, undefined if they are more than `most`. */
  async count(db: Queryable, filter: NotificationFilter, most: number): Promise<number | undefined> {
    const { sql, parameters } = countStatement(filter, most + 1);
    const [row] = await db.query<{ count: number }>(sql, parameters);
    return row && row.count <= most ? row.count : undefined;
  }

  /** How many there are of each status and channel, each counted up to `most`. */
  async countEach(db: Queryable, most: number): Promise<NotificationCount[]> {
    const { sql, parameters } = countsStatement(most + 1);
    const rows = await db.query<Omit<NotificationCount, 'more'>>(sql, parameters);
    return rows.map(({ count, ...of }) => ({ ...of, count: Math.min(count, most), more: count > most }));
  }
}
