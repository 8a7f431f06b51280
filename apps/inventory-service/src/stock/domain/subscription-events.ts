import { SubscriptionAdded, SubscriptionRemoved, type EventDraft } from '@app/contracts';
import type { Product } from './product.js';
import type { Subscription } from './subscription.js';

/** Says, as the next event of the product's stream, that somebody waits for it. */
export const subscriptionAdded = (
  { productId, version }: Pick<Product, 'productId' | 'version'>,
  { subscriptionId, addressee }: Subscription,
): EventDraft =>
  SubscriptionAdded.of({ id: productId, version: version + 1 }, { productId, subscriptionId, ...addressee });

/** Says, as the next event of the product's stream, that somebody waits for it no more. */
export const subscriptionRemoved = (
  { productId, version }: Pick<Product, 'productId' | 'version'>,
  subscriptionId: string,
): EventDraft =>
  SubscriptionRemoved.of({ id: productId, version: version + 1 }, { productId, subscriptionId });
