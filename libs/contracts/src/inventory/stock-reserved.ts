import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { heldQuantity } from '../shapes.js';
import { reservationStream } from '../streams.js';

/** All lines of the order are held for it; products that occurred twice are summed. */
export const StockReserved = defineEvent({
  type: 'inventory.reserved',
  version: 1,
  stream: reservationStream,
  description: 'All lines of the order are held for it.',
  data: z.object({ orderId: z.uuid(), lines: z.array(heldQuantity).min(1) }),
});
export type StockReserved = EventOf<typeof StockReserved>;
