import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { plainText } from '../shapes.js';
import { orderStream } from '../streams.js';

/** The goods are with the customer. */
export const OrderDelivered = defineEvent({
  type: 'order.delivered',
  version: 1,
  stream: orderStream,
  description: 'The goods are with the customer.',
  data: z.object({
    orderId: z.uuid(),
    customerId: z.uuid(),
    deliveredAt: z.iso.datetime({ offset: true }),
    signature: plainText(256).optional(),
  }),
});
export type OrderDelivered = EventOf<typeof OrderDelivered>;
