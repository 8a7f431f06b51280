import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { orderStream } from '../streams.js';

/** Everything ordered is reserved; the order will be served. */
export const OrderConfirmed = defineEvent({
  type: 'order.confirmed',
  version: 1,
  stream: orderStream,
  description: 'Everything ordered is reserved; the order will be served.',
  data: z.object({ orderId: z.uuid(), customerId: z.uuid() }),
});
export type OrderConfirmed = EventOf<typeof OrderConfirmed>;
