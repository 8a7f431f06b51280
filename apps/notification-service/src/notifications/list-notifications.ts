import { Transactions } from '@app/messaging';
import { type Caller, decodeCursor, encodeCursor, type Page, type PageQuery } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { NotificationFilter } from './domain/notification-filter.js';
import type { Notification } from './domain/notification.js';
import { NotificationListRepository } from './persistence/notification-list.repository.js';

const place = z.strictObject({ before: z.uuid() });

// Counting more takes longer than reading the page.
const MOST_COUNTED = 10_000;

/** Lists notifications, newest first. */
@Injectable()
export class ListNotifications {
  constructor(
    private readonly transactions: Transactions,
    private readonly notifications: NotificationListRepository,
  ) {}

  /** Rejects with `InvalidRequest` for a cursor that this list did not give out. */
  async execute(
    caller: Caller,
    filter: NotificationFilter,
    { limit, cursor }: Pick<PageQuery, 'limit' | 'cursor'>,
  ): Promise<Page<Notification>> {
    const before = decodeCursor(place, cursor)?.before;
    const db = this.transactions.reader(caller.tenant);
    const [found, total] = await Promise.all([
      // One more than asked for tells whether there is a next page.
      this.notifications.find(db, filter, limit + 1, before),
      this.notifications.count(db, filter, MOST_COUNTED),
    ]);
    const items = found.slice(0, limit);
    const last = found.length > limit ? items.at(-1) : undefined;
    return { items, next: last && encodeCursor({ before: last.id }), total };
  }
}
