import { BackInStock } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import { AlertShop } from '../alert-shop.js';
import { backInStock } from '../domain/product-letters.js';

@HandlesEvent(BackInStock)
export class AlertShopOnBackInStock implements EventHandler<BackInStock> {
  constructor(private readonly shop: AlertShop) {}

  async handle(alerts: EventBatch<BackInStock>, tx: Tx): Promise<void> {
    await this.shop.alert(tx, alerts, 'back-in-stock', backInStock);
  }
}
