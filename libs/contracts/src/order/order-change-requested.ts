import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { heldQuantity } from '../shapes.js';
import { orderStream } from '../streams.js';

/** Other goods are wanted; the order stands as it was until their stock is held. */
export const OrderChangeRequested = defineEvent({
  type: 'order.change_requested',
  version: 1,
  stream: orderStream,
  description: 'Other goods are wanted; the order stands as it was until their stock is held.',
  data: z.object({
    orderId: z.uuid(),
    customerId: z.uuid(),
    changeId: z.uuid(),
    lines: z.array(heldQuantity).min(1).max(100),
  }),
});
export type OrderChangeRequested = EventOf<typeof OrderChangeRequested>;
