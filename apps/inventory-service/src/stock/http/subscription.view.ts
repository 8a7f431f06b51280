import { productId } from '@app/contracts';
import { z } from 'zod';
import type { Subscription } from '../domain/subscription.js';

/** A subscription as it is answered. */
export const subscriptionResponse = z
  .object({
    id: z.uuid(),
    productId,
    email: z.string().optional(),
    customerId: z.uuid().optional(),
    createdAt: z.iso.datetime(),
  })
  .meta({
    examples: [
      {
        id: '01980000-0000-7000-8000-000000000002',
        productId: 'desk-lamp',
        email: 'ada@example.org',
        createdAt: '2026-01-02T09:30:00.000Z',
      },
    ],
  });
export type SubscriptionResponse = z.output<typeof subscriptionResponse>;

/** The subscription as it is answered. */
export const answerSubscription = (shown: Subscription): SubscriptionResponse => ({
  id: shown.subscriptionId,
  productId: shown.productId,
  ...shown.addressee,
  createdAt: shown.createdAt.toISOString(),
});
