import type { Tx } from '@app/messaging';
import { newId } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { DueWork } from '../sending/due-work.js';
import { type Intent, notificationOf } from './domain/notification.js';
import { NotificationRepository } from './persistence/notification.repository.js';

/** The door to the table of notifications: whatever is to be sent is first stored, with what asks for it. */
@Injectable()
export class QueueNotifications {
  constructor(
    private readonly notifications: NotificationRepository,
    private readonly due: DueWork,
  ) {}

  /** Stores the intents in the caller's transaction, wakes the senders after its commit, and gives the new ids. */
  async queue(tx: Tx, intents: readonly Intent[]): Promise<string[]> {
    const notifications = intents.map((intent) => notificationOf(newId(), intent));
    await this.notifications.insert(tx, notifications);
    tx.afterCommit(() => this.due.announce());
    return notifications.map(({ id }) => id);
  }
}
