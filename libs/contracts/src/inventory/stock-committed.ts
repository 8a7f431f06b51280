import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { heldQuantity } from '../shapes.js';
import { reservationStream } from '../streams.js';

/** What was held for the order has left the warehouse. */
export const StockCommitted = defineEvent({
  type: 'inventory.committed',
  version: 1,
  stream: reservationStream,
  description: 'What was held for the order has left the warehouse.',
  data: z.object({ orderId: z.uuid(), lines: z.array(heldQuantity).min(1) }),
});
export type StockCommitted = EventOf<typeof StockCommitted>;
