import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { productId } from '../shapes.js';
import { productStream } from '../streams.js';

/** Somebody no longer wants to be told when the product can be had again. */
export const SubscriptionRemoved = defineEvent({
  type: 'inventory.subscription.removed',
  version: 1,
  stream: productStream,
  description: 'Somebody no longer wants to be told when the product can be had again.',
  data: z.object({
    productId,
    subscriptionId: z.uuid(),
  }),
});
export type SubscriptionRemoved = EventOf<typeof SubscriptionRemoved>;
