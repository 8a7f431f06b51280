import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { heldQuantity } from '../shapes.js';
import { orderStream } from '../streams.js';

/** A cancelled order was paid after all and waits for its stock again. */
export const OrderReopened = defineEvent({
  type: 'order.reopened',
  version: 1,
  stream: orderStream,
  description: 'A cancelled order was paid after all and waits for its stock again.',
  data: z.object({
    orderId: z.uuid(),
    customerId: z.uuid(),
    lines: z.array(heldQuantity).min(1).max(100),
  }),
});
export type OrderReopened = EventOf<typeof OrderReopened>;
