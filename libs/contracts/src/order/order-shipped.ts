import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { plainText } from '../shapes.js';
import { orderStream } from '../streams.js';

/** The goods have left: what was reserved is no longer on hand. */
export const OrderShipped = defineEvent({
  type: 'order.shipped',
  version: 1,
  stream: orderStream,
  description: 'The goods have left: what was reserved is no longer on hand.',
  data: z.object({
    orderId: z.uuid(),
    customerId: z.uuid(),
    carrier: plainText(128).optional(),
    trackingNumber: plainText(128).optional(),
    trackingCompany: plainText(128).optional(),
  }),
});
export type OrderShipped = EventOf<typeof OrderShipped>;
