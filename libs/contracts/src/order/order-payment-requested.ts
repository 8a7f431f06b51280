import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { money } from '../money.js';
import { orderStream } from '../streams.js';

/** The stock is held until the customer has paid, or until the time to pay is over. */
export const OrderPaymentRequested = defineEvent({
  type: 'order.payment_requested',
  version: 1,
  stream: orderStream,
  description: 'The stock is held until the customer has paid, or until the time to pay is over.',
  data: z.object({
    orderId: z.uuid(),
    customerId: z.uuid(),
    amount: money,
    link: z.url().max(4096),
    expiresAt: z.iso.datetime(),
  }),
});
export type OrderPaymentRequested = EventOf<typeof OrderPaymentRequested>;
