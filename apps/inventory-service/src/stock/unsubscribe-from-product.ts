import { Transactions } from '@app/messaging';
import { type Caller, ownerOf } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { subscriptionRemoved } from './domain/subscription-events.js';
import { ProductRepository } from './persistence/product.repository.js';
import { SubscriptionRepository } from './persistence/subscription.repository.js';

/** Somebody no longer wants to be told when a product can be had again. */
@Injectable()
export class UnsubscribeFromProduct {
  constructor(
    private readonly transactions: Transactions,
    private readonly products: ProductRepository,
    private readonly subscriptions: SubscriptionRepository,
  ) {}

  /** Ends the subscription; a customer cannot end that of another one. Throws `ProductNotFound`, `SubscriptionNotFound`. */
  execute(caller: Caller, productId: string, subscriptionId: string): Promise<void> {
    return this.transactions.run(caller, async (tx) => {
      const product = await this.products.lock(tx, productId);
      await this.subscriptions.remove(tx, productId, subscriptionId, ownerOf(caller.principal));
      this.products.countEvent(tx, productId);
      tx.publish(subscriptionRemoved(product, subscriptionId));
    });
  }
}
