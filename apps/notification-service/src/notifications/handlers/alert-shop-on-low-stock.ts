import { LowStock } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import { DigestAlerts } from '../../sending/digest-alerts.js';
import { AlertShop } from '../alert-shop.js';
import { lowStock } from '../domain/product-letters.js';

@HandlesEvent(LowStock)
export class AlertShopOnLowStock implements EventHandler<LowStock> {
  constructor(
    private readonly shop: AlertShop,
    private readonly digest: DigestAlerts,
  ) {}

  async handle(alerts: EventBatch<LowStock>, tx: Tx): Promise<void> {
    await this.shop.alert(tx, alerts, 'low-stock', lowStock);
    await this.digest.merge(tx, alerts);
  }
}
