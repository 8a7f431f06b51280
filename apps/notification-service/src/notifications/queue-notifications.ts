import type { Tx } from '@app/messaging';
import { newId } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { DueWork } from '../sending/due-work.js';
import { HandOver } from '../sending/hand-over.js';
import { type Intent, type NewNotification, notificationOf } from './domain/notification.js';
import { NotificationRepository } from './persistence/notification.repository.js';

/** The door to the table of notifications: whatever is to be sent is first stored, with what asks for it. */
@Injectable()
export class QueueNotifications {
  constructor(
    private readonly notifications: NotificationRepository,
    private readonly due: DueWork,
    private readonly handOver: HandOver,
  ) {}

  /**
   * Stores the intents in the caller's transaction, which may still change them, wakes the senders after its commit, and
   * gives the new ids.
   */
  async queue(tx: Tx, intents: readonly Intent[]): Promise<string[]> {
    const notifications = newOnes(intents);
    await this.notifications.insert(tx, notifications);
    tx.afterCommit(() => this.due.announce());
    return notifications.map(({ id }) => id);
  }

  /**
   * Stores the intents in the caller's transaction, which leaves them as they are: those that a sender of this process has
   * a place for belong to it from birth, and are sent as soon as the transaction has committed.
   */
  async dispatch(tx: Tx, intents: readonly Intent[]): Promise<void> {
    const notifications = newOnes(intents);
    const births = this.handOver.lease(tx, notifications);
    births.stored(await this.notifications.insert(tx, notifications, births));
    const isLeft = notifications.some(({ id, status }) => status === 'PENDING' && !births.born.has(id));
    if (isLeft) tx.afterCommit(() => this.due.announce());
  }
}

const newOnes = (intents: readonly Intent[]): NewNotification[] =>
  intents.map((intent) => notificationOf(newId(), intent));
