import { causeOf, type DomainEvent } from '@app/contracts';
import type { Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import { byEmail } from './domain/addressee.js';
import { type Letter, write } from './domain/letter.js';
import type { NotificationKind } from './domain/notification.js';
import type { KnownOrder } from './domain/order-letters.js';
import { OrderContactRepository } from './persistence/order-contact.repository.js';
import { QueueNotifications } from './queue-notifications.js';

/** Any event of the order stream, as far as all of them are alike. */
type OrderEvent = DomainEvent<string, { orderId: string; customerId: string }>;

/** Each customer whose order went through an event is told so, by a letter written now and sent later. */
@Injectable()
export class TellCustomers {
  constructor(
    private readonly orders: OrderContactRepository,
    private readonly notifications: QueueNotifications,
  ) {}

  async tell<Event extends OrderEvent>(
    tx: Tx,
    events: readonly Event[],
    kind: NotificationKind,
    letterAbout: (event: Event, order: KnownOrder) => Letter,
  ): Promise<void> {
    const orders = await this.orders.find(
      tx,
      events.map(({ data }) => data),
    );
    const intents = events.map((event) => {
      const { orderId, customerId } = event.data;
      const order = orders.get(orderId) ?? { orderId, lines: [] };
      return {
        kind,
        channel: 'EMAIL' as const,
        addressee: byEmail(order.email),
        message: write(letterAbout(event, order)),
        metadata: { orderId, customerId },
        cause: causeOf(event),
      };
    });
    await this.notifications.queue(tx, intents);
  }
}
