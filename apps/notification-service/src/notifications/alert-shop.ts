import { causeOf, type DomainEvent } from '@app/contracts';
import type { Tx } from '@app/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { type Letter, write } from './domain/letter.js';
import type { NotificationKind } from './domain/notification.js';
import { QueueNotifications } from './queue-notifications.js';

/** Injects the address that alerts go to, null if nobody wants them: `string | null`. */
export const ALERT_RECIPIENT = Symbol('notification-alert-recipient');

/** Any event of the product stream, as far as all of them are alike. */
type ProductEvent = DomainEvent<string, { productId: string }>;

/** The shop is told what happens to its stock, if it has named an address for that. */
@Injectable()
export class AlertShop {
  constructor(
    @Inject(ALERT_RECIPIENT) private readonly recipient: string | null,
    private readonly notifications: QueueNotifications,
  ) {}

  async alert<Event extends ProductEvent>(
    tx: Tx,
    events: readonly Event[],
    kind: NotificationKind,
    letterAbout: (event: Event) => Letter,
  ): Promise<void> {
    const { recipient } = this;
    if (recipient === null) return;
    const intents = events.map((event) => ({
      kind,
      channel: 'EMAIL' as const,
      addressee: { recipient },
      message: write(letterAbout(event)),
      metadata: { productId: event.data.productId },
      cause: causeOf(event),
    }));
    await this.notifications.queue(tx, intents);
  }
}
