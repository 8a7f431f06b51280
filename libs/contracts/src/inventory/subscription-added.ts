import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { contact, productId } from '../shapes.js';
import { productStream } from '../streams.js';

/** Somebody wants to be told once when the product can be had again. */
export const SubscriptionAdded = defineEvent({
  type: 'inventory.subscription.added',
  version: 1,
  stream: productStream,
  description: 'Somebody wants to be told once when the product can be had again.',
  data: z.object({
    productId,
    subscriptionId: z.uuid(),
    email: contact.shape.email,
    customerId: z.uuid().optional(),
  }),
});
export type SubscriptionAdded = EventOf<typeof SubscriptionAdded>;
