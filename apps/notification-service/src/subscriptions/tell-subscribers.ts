import { type BackInStock, causeOf } from '@app/contracts';
import type { Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import { ChooseWays } from '../notifications/choose-ways.js';
import type { Intent, Metadata } from '../notifications/domain/notification.js';
import { backInStockForCustomer } from '../notifications/domain/product-letters.js';
import { QueueNotifications } from '../notifications/queue-notifications.js';
import { type Fulfilled, StockSubscriptionRepository } from './persistence/stock-subscription.repository.js';
import { Templates } from '../templates/templates.js';

// Keeps each statement short and what it holds in memory small, however many have subscribed.
const SUBSCRIBERS_AT_ONCE = 2000;
const KIND = 'back-in-stock-customer';

/** All who asked for it are told once that a product can be had again; with that their subscriptions end. */
@Injectable()
export class TellSubscribers {
  constructor(
    private readonly subscriptions: StockSubscriptionRepository,
    private readonly templates: Templates,
    private readonly ways: ChooseWays,
    private readonly notifications: QueueNotifications,
  ) {}

  async tell(tx: Tx, events: readonly BackInStock[]): Promise<void> {
    const byProduct = new Map(events.map((event) => [event.data.productId, event]));
    let fulfilled: Fulfilled[];
    do {
      fulfilled = await this.subscriptions.fulfil(tx, [...byProduct.keys()], SUBSCRIBERS_AT_ONCE);
      const intents = fulfilled.flatMap((one) => this.intentsFor(one, byProduct.get(one.productId)));
      if (intents.length > 0) await this.notifications.queue(tx, intents);
    } while (fulfilled.length === SUBSCRIBERS_AT_ONCE);
  }

  private intentsFor(fulfilled: Fulfilled, event: BackInStock | undefined): Intent[] {
    if (!event) return [];
    const { subscriptionId, customer } = fulfilled;
    const locale = this.templates.localeFor(customer.locale);
    const data = backInStockForCustomer(event);
    return this.ways.to(customer, KIND).map((way) => ({
      ...way,
      kind: KIND,
      message: this.templates.render(KIND, way.channel, locale, data),
      metadata: metadataOf(fulfilled),
      cause: causeOf(event),
      // An address is told once. Those without one stand each for themselves, or one row would stand for all of them.
      ...(way.addressee.recipient === undefined ? { oneOf: subscriptionId } : {}),
    }));
  }
}

const metadataOf = ({ productId, subscriptionId, customerId }: Fulfilled): Metadata => ({
  productId,
  subscriptionId,
  ...(customerId === null ? {} : { customerId }),
});
