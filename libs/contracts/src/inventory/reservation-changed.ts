import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { heldQuantity } from '../shapes.js';
import { reservationStream } from '../streams.js';

/** The order now holds these goods instead of those it held. */
export const ReservationChanged = defineEvent({
  type: 'inventory.reservation.changed',
  version: 1,
  stream: reservationStream,
  description: 'The order now holds these goods instead of those it held.',
  data: z.object({
    orderId: z.uuid(),
    changeId: z.uuid(),
    lines: z.array(heldQuantity).min(1),
  }),
});
export type ReservationChanged = EventOf<typeof ReservationChanged>;
