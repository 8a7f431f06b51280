import { Transactions } from '@app/messaging';
import type { Caller } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import { ALERT_RECIPIENT } from './alert-shop.js';
import { NotificationNotFound } from './domain/notification.errors.js';
import type { Notification } from './domain/notification.js';
import { isVisible } from './domain/own-notifications.js';
import { NotificationRepository } from './persistence/notification.repository.js';

/** Looks one notification up. */
@Injectable()
export class FindNotification {
  constructor(
    private readonly transactions: Transactions,
    private readonly notifications: NotificationRepository,
    @Inject(ALERT_RECIPIENT) private readonly alertRecipient: string | null,
  ) {}

  /** Rejects with `NotificationNotFound`, also for what a customer was not told themselves. */
  async execute(caller: Caller, id: string): Promise<Notification> {
    const found = await this.notifications.get(this.transactions.reader(caller.tenant), id);
    if (!isVisible(found, caller, this.alertRecipient)) throw new NotificationNotFound(id);
    return found;
  }
}
