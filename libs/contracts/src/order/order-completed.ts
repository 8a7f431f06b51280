import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { transactionId } from '../shapes.js';
import { orderStream } from '../streams.js';

/** Nothing is left to do for the order. */
export const OrderCompleted = defineEvent({
  type: 'order.completed',
  version: 1,
  stream: orderStream,
  description: 'Nothing is left to do for the order.',
  data: z.object({
    orderId: z.uuid(),
    customerId: z.uuid(),
    transactionId: transactionId.optional(),
  }),
});
export type OrderCompleted = EventOf<typeof OrderCompleted>;
