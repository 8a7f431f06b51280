import { causeOf, type DomainEvent } from '@app/contracts';
import type { Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import type { LetterData, TemplateName } from '../templates/domain/letter-data.js';
import { Templates } from '../templates/templates.js';
import { ChooseWays } from './choose-ways.js';
import { UNKNOWN_CUSTOMER } from './domain/known-customer.js';
import type { KnownOrder } from './domain/known-order.js';
import type { NotificationKind } from './domain/notification.js';
import { OrderContactRepository } from './persistence/order-contact.repository.js';
import { QueueNotifications } from './queue-notifications.js';

/** Any event of the order stream, as far as all of them are alike. */
type OrderEvent = DomainEvent<string, { orderId: string; customerId: string }>;

/** A letter whose template has the name of the notification's kind. */
type CustomerLetter = TemplateName & NotificationKind;

/** Each customer whose order went through an event is told so, by a letter written now and sent later. */
@Injectable()
export class TellCustomers {
  constructor(
    private readonly orders: OrderContactRepository,
    private readonly templates: Templates,
    private readonly ways: ChooseWays,
    private readonly notifications: QueueNotifications,
  ) {}

  async tell<Event extends OrderEvent, Kind extends CustomerLetter>(
    tx: Tx,
    events: readonly Event[],
    kind: Kind,
    dataOf: (event: Event, order: KnownOrder) => LetterData[Kind],
  ): Promise<void> {
    const known = await this.orders.find(
      tx,
      events.map(({ data }) => data),
    );
    const intents = events.flatMap((event) => {
      const { orderId, customerId } = event.data;
      const { order, customer } = known.get(orderId) ?? {
        order: { orderId, lines: [] },
        customer: UNKNOWN_CUSTOMER,
      };
      const locale = this.templates.localeFor(customer.locale);
      const data = dataOf(event, order);
      return this.ways.to(customer, kind).map((way) => ({
        ...way,
        kind,
        message: this.templates.render(kind, way.channel, locale, data),
        metadata: { orderId, customerId },
        cause: causeOf(event),
      }));
    });
    await this.notifications.dispatch(tx, intents);
  }
}
