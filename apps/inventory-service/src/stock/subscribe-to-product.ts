import { Transactions } from '@app/messaging';
import { Clock, newId, type Caller } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { subscriptionAdded } from './domain/subscription-events.js';
import type { Addressee, Subscription } from './domain/subscription.js';
import { AddresseeRequired, AlreadyInStock, ForeignCustomer } from './domain/subscription.errors.js';
import { ProductRepository } from './persistence/product.repository.js';
import { SubscriptionRepository } from './persistence/subscription.repository.js';

/** Somebody wants to be told when a product can be had again. */
@Injectable()
export class SubscribeToProduct {
  constructor(
    private readonly transactions: Transactions,
    private readonly products: ProductRepository,
    private readonly subscriptions: SubscriptionRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * The subscription of the addressee, or of the customer who asks; `added` unless there was one. The product is held
   * meanwhile, so that it comes back in stock either before, and this throws, or after, and ends the subscription.
   * Throws `AddresseeRequired`, `ForeignCustomer`, `ProductNotFound`, `AlreadyInStock`, `TooManySubscriptions`.
   */
  execute(
    caller: Caller,
    productId: string,
    named: Addressee | undefined,
  ): Promise<{ subscription: Subscription; added: boolean }> {
    const addressee = addresseeOf(caller, named);
    return this.transactions.run(caller, async (tx) => {
      const product = await this.products.lock(tx, productId);
      const existing = await this.subscriptions.of(tx, productId, addressee);
      if (existing) return { subscription: existing, added: false };
      if (product.available > 0) throw new AlreadyInStock(productId, product.available);
      await this.subscriptions.assertRoom(tx, productId, addressee);

      const subscription = { subscriptionId: newId(), productId, addressee, createdAt: this.clock.now() };
      await this.subscriptions.insert(tx, subscription);
      this.products.countEvent(tx, productId);
      tx.publish(subscriptionAdded(product, subscription));
      return { subscription, added: true };
    });
  }
}

function addresseeOf({ principal }: Caller, named: Addressee | undefined): Addressee {
  const asking = principal.role === 'customer' ? principal.id : undefined;
  const addressee = named ?? (asking === undefined ? undefined : { customerId: asking });
  if (!addressee) throw new AddresseeRequired();
  const isAnother = !('customerId' in addressee) || addressee.customerId !== asking;
  if (asking !== undefined && isAnother) throw new ForeignCustomer();
  return addressee;
}
