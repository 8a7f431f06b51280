import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { productId, stockFigure } from '../shapes.js';
import { reservationStream } from '../streams.js';

/** A product that an order asked more of than could be had; `known` is false for one we do not sell. */
export const shortage = z.object({
  productId,
  requested: z.int().min(1),
  available: stockFigure,
  known: z.boolean(),
});
export type Shortage = z.infer<typeof shortage>;

/** The order could not be reserved; nothing is held for it. */
export const ReservationFailed = defineEvent({
  type: 'inventory.reservation.failed',
  version: 1,
  stream: reservationStream,
  description: 'The order could not be reserved; nothing is held for it.',
  data: z.object({ orderId: z.uuid(), shortages: z.array(shortage).min(1) }),
});
export type ReservationFailed = EventOf<typeof ReservationFailed>;
