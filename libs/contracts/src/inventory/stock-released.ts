import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { heldQuantity } from '../shapes.js';
import { reservationStream } from '../streams.js';

/** What the order held, or had already taken (`restocked`), can be sold again. */
export const StockReleased = defineEvent({
  type: 'inventory.released',
  version: 1,
  stream: reservationStream,
  description: 'What the order held, or had already taken (`restocked`), can be sold again.',
  data: z.object({ orderId: z.uuid(), lines: z.array(heldQuantity).min(1), restocked: z.boolean() }),
});
export type StockReleased = EventOf<typeof StockReleased>;
