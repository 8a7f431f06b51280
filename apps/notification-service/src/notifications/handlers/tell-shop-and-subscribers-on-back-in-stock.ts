import { BackInStock } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import { TellSubscribers } from '../../subscriptions/tell-subscribers.js';
import { AlertShop } from '../alert-shop.js';
import { backInStock } from '../domain/product-letters.js';

@HandlesEvent(BackInStock)
export class TellShopAndSubscribersOnBackInStock implements EventHandler<BackInStock> {
  constructor(
    private readonly shop: AlertShop,
    private readonly subscribers: TellSubscribers,
  ) {}

  async handle(alerts: EventBatch<BackInStock>, tx: Tx): Promise<void> {
    await this.shop.alert(tx, alerts, 'back-in-stock', backInStock);
    await this.subscribers.tell(tx, alerts);
  }
}
