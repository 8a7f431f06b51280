import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { plainText } from '../shapes.js';
import { orderStream } from '../streams.js';

/** Who or what ended an order. Stable: shops branch on it. */
export const cancellationCode = z.enum([
  'INSUFFICIENT_STOCK',
  'PRODUCT_UNAVAILABLE',
  'REQUESTED',
  'PAYMENT_EXPIRED',
  'RESERVATION_EXPIRED',
  'DELETED',
]);
export type CancellationCode = z.infer<typeof cancellationCode>;

/** The order will not be served; whatever it held goes back to stock. */
export const OrderCancelled = defineEvent({
  type: 'order.cancelled',
  version: 1,
  stream: orderStream,
  description: 'The order will not be served; whatever it held goes back to stock.',
  data: z.object({
    orderId: z.uuid(),
    customerId: z.uuid(),
    code: cancellationCode,
    reason: plainText(1000),
  }),
});
export type OrderCancelled = EventOf<typeof OrderCancelled>;
