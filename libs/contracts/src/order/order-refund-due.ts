import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { money } from '../money.js';
import { transactionId } from '../shapes.js';
import { orderStream } from '../streams.js';

/** Why money has to be given back. Stable: shops branch on it. */
export const refundCause = z.enum([
  'ORDER_CANCELLED',
  'PAID_TOO_LATE',
  'ORDER_REDUCED',
  'WRONG_AMOUNT',
  'PAID_TWICE',
]);
export type RefundCause = z.infer<typeof refundCause>;

/** Money was received that has to be given back. */
export const OrderRefundDue = defineEvent({
  type: 'order.refund_due',
  version: 1,
  stream: orderStream,
  description: 'Money was received that has to be given back.',
  data: z.object({
    orderId: z.uuid(),
    customerId: z.uuid(),
    transactionId,
    amount: money,
    cause: refundCause,
  }),
});
export type OrderRefundDue = EventOf<typeof OrderRefundDue>;
