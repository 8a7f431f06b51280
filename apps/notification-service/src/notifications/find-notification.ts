import { Transactions } from '@app/messaging';
import type { Caller } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { Notification } from './domain/notification.js';
import { NotificationRepository } from './persistence/notification.repository.js';

/** Looks one notification up. */
@Injectable()
export class FindNotification {
  constructor(
    private readonly transactions: Transactions,
    private readonly notifications: NotificationRepository,
  ) {}

  /** Rejects with `NotificationNotFound`. */
  async execute(caller: Caller, id: string): Promise<Notification> {
    return this.notifications.get(this.transactions.reader(caller.tenant), id);
  }
}
