import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';

import { reservationStream } from '../streams.js';

/** The goods have been held for an unpaid order long enough; they stay held until the order is ended. */
export const ReservationExpired = defineEvent({
  type: 'inventory.reservation.expired',
  version: 1,
  stream: reservationStream,
  description:
    'The goods have been held for an unpaid order long enough; they stay held until the order is ended.',
  data: z.object({
    orderId: z.uuid(),
    expiredAt: z.iso.datetime(),
  }),
});
export type ReservationExpired = EventOf<typeof ReservationExpired>;
