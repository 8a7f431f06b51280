import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { money } from '../money.js';
import { transactionId } from '../shapes.js';
import { orderStream } from '../streams.js';

/** The order is paid for. */
export const OrderPaid = defineEvent({
  type: 'order.paid',
  version: 1,
  stream: orderStream,
  description: 'The order is paid for.',
  data: z.object({
    orderId: z.uuid(),
    customerId: z.uuid(),
    transactionId,
    amount: money,
  }),
});
export type OrderPaid = EventOf<typeof OrderPaid>;
