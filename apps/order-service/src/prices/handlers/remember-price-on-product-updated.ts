import { ProductUpdated } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import type { ProductPrice } from '../domain/product-price.js';
import { PriceRepository } from '../persistence/price.repository.js';

/** Keeps the prices that orders are placed at in step with the shop's products. */
@HandlesEvent(ProductUpdated)
export class RememberPriceOnProductUpdated implements EventHandler<ProductUpdated> {
  constructor(private readonly prices: PriceRepository) {}

  async handle(updated: EventBatch<ProductUpdated>, tx: Tx): Promise<void> {
    await this.prices.remember(tx, updated.map(toProductPrice));
  }
}

const toProductPrice = ({
  sequence,
  data: { productId, name, price, status },
}: ProductUpdated): ProductPrice => ({
  productId,
  name,
  price,
  active: status === 'ACTIVE',
  version: sequence,
});
