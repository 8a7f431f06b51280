import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { money } from '../money.js';
import { contact, orderLine } from '../shapes.js';
import { orderStatus } from './order-status.js';
import { orderStream } from '../streams.js';

/** What the order says has changed; it now reads as told here. */
export const OrderUpdated = defineEvent({
  type: 'order.updated',
  version: 1,
  stream: orderStream,
  description: 'What the order says has changed; it now reads as told here.',
  data: z.object({
    orderId: z.uuid(),
    customerId: z.uuid(),
    changed: z
      .array(
        z.enum([
          'status',
          'items',
          'change',
          'payment',
          'contact',
          'notes',
          'shippingAddress',
          'shipping',
          'deleted',
        ]),
      )
      .min(1),
    status: orderStatus,
    lines: z.array(orderLine).min(1).max(100),
    total: money,
    contact: contact.optional(),
  }),
});
export type OrderUpdated = EventOf<typeof OrderUpdated>;
