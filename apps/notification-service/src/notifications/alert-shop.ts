import { causeOf, type DomainEvent } from '@app/contracts';
import type { Tx } from '@app/messaging';
import { Inject, Injectable } from '@nestjs/common';
import type { LetterData } from '../templates/domain/letter-data.js';
import { Templates } from '../templates/templates.js';
import type { Metadata, NotificationKind } from './domain/notification.js';
import { QueueNotifications } from './queue-notifications.js';

/** Injects the address that alerts go to, null if nobody wants them: `string | null`. */
export const ALERT_RECIPIENT = Symbol('notification-alert-recipient');

/** An event about a product or an order, as far as all of them are alike. */
type ShopEvent = DomainEvent<string, { productId: string } | { orderId: string; customerId: string }>;

// Customer and shop hear of a refund by one kind of notification, in words of their own.
const KIND_OF = {
  'low-stock': 'low-stock',
  'back-in-stock': 'back-in-stock',
  'refund-to-make': 'refund-due',
} as const satisfies Record<string, NotificationKind>;

/** Why nobody was told who was to be. */
const NO_ALERT_ADDRESS = 'No address for alerts is set.';

/** The shop is told what it has to see to; on record, and skipped, if it has named no address for that. */
@Injectable()
export class AlertShop {
  constructor(
    @Inject(ALERT_RECIPIENT) private readonly recipient: string | null,
    private readonly templates: Templates,
    private readonly notifications: QueueNotifications,
  ) {}

  async alert<Event extends ShopEvent, Alert extends keyof typeof KIND_OF>(
    tx: Tx,
    events: readonly Event[],
    alert: Alert,
    dataOf: (event: Event) => LetterData[Alert],
  ): Promise<void> {
    const { recipient } = this;
    const addressee = recipient === null ? { unreachable: NO_ALERT_ADDRESS } : { recipient };
    const locale = this.templates.localeFor(undefined);
    const intents = events.map((event) => ({
      kind: KIND_OF[alert],
      channel: 'EMAIL' as const,
      addressee,
      message: this.templates.render(alert, 'EMAIL', locale, dataOf(event)),
      metadata: subjectOf(event.data),
      cause: causeOf(event),
    }));
    await this.notifications.queue(tx, intents);
  }
}

const subjectOf = (data: ShopEvent['data']): Metadata =>
  'productId' in data
    ? { productId: data.productId }
    : { orderId: data.orderId, customerId: data.customerId };
