import { Transactions } from '@app/messaging';
import type { Caller } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { NotificationCount } from './domain/notification-filter.js';
import { NotificationListRepository } from './persistence/notification-list.repository.js';

/** Up to here each status of each channel is counted, which bounds the time that it takes. */
export const MOST_OF_EACH = 100_000;

/** Tells how many notifications there are of each status and channel. */
@Injectable()
export class CountNotifications {
  constructor(
    private readonly transactions: Transactions,
    private readonly notifications: NotificationListRepository,
  ) {}

  /** Every pair, those that none has included. */
  execute({ tenant }: Caller): Promise<NotificationCount[]> {
    return this.notifications.countEach(this.transactions.reader(tenant), MOST_OF_EACH);
  }
}
