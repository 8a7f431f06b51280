import { Transactions } from '@app/messaging';
import type { Caller } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { DueWork } from '../sending/due-work.js';
import { NotificationNotFailed } from './domain/notification.errors.js';
import type { Notification } from './domain/notification.js';
import { NotificationRepository } from './persistence/notification.repository.js';

/** Somebody wants a failed notification to be tried again. */
@Injectable()
export class RetryNotification {
  constructor(
    private readonly transactions: Transactions,
    private readonly notifications: NotificationRepository,
    private readonly due: DueWork,
  ) {}

  /** Rejects with `NotificationNotFound`, or with `NotificationNotFailed` in any other state. */
  async execute(caller: Caller, id: string): Promise<Notification> {
    return this.transactions.run(caller, async (tx) => {
      const reopened = await this.notifications.reopen(tx, id);
      if (reopened) {
        tx.afterCommit(() => this.due.announce());
        return reopened;
      }
      const { status } = await this.notifications.get(tx, id);
      throw new NotificationNotFailed(id, status);
    });
  }
}
