import { Transactions } from '@app/messaging';
import { type Caller, type ListQuery, type Page, pageOf, stretchOf } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ALERT_RECIPIENT } from './alert-shop.js';
import type { NotificationFilter } from './domain/notification-filter.js';
import type { Notification } from './domain/notification.js';
import { ownIn } from './domain/own-notifications.js';
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
    @Inject(ALERT_RECIPIENT) private readonly alertRecipient: string | null,
  ) {}

  /**
   * One page. Whoever goes on by cursor sees each notification that was there at the start, and goes on matching,
   * exactly once. A customer sees what told them of something of theirs. Throws what `stretchOf` throws.
   */
  async execute(caller: Caller, wanted: NotificationFilter, asked: ListQuery): Promise<Page<Notification>> {
    const filter = ownIn(wanted, caller, this.alertRecipient);
    const { limit, offset, after } = stretchOf(place, asked);
    if (filter.statuses?.length === 0) return { items: [], total: 0 };
    const db = this.transactions.reader(caller.tenant);
    const [found, total] = await Promise.all([
      this.notifications.find(db, filter, { limit: limit + 1, offset, before: after?.before }),
      this.notifications.count(db, filter, MOST_COUNTED),
    ]);
    return { ...pageOf(found, limit, ({ id }) => ({ before: id })), total };
  }
}
