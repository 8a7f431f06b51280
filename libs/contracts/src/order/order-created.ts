import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { money } from '../money.js';
import { contact, orderLine } from '../shapes.js';
import { orderStream } from '../streams.js';

/** A customer's order was accepted and waits for stock. Starts the order saga. */
export const OrderCreated = defineEvent({
  type: 'order.created',
  version: 1,
  stream: orderStream,
  description: "A customer's order was accepted and waits for stock. Starts the saga.",
  data: z.object({
    orderId: z.uuid(),
    customerId: z.uuid(),
    lines: z.array(orderLine).min(1).max(100),
    total: money,
    contact: contact.optional(),
    /** Its stock is held for a while only, until it is paid for. */
    paymentRequired: z.boolean().optional(),
  }),
});
export type OrderCreated = EventOf<typeof OrderCreated>;
