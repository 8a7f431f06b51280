import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { shortage } from './reservation-failed.js';
import { reservationStream } from '../streams.js';

/** Other goods could not be had for the order; it holds what it held. */
export const ReservationChangeRefused = defineEvent({
  type: 'inventory.reservation.change_refused',
  version: 1,
  stream: reservationStream,
  description: 'Other goods could not be had for the order; it holds what it held.',
  data: z.object({
    orderId: z.uuid(),
    changeId: z.uuid(),
    /** Empty when nothing was held that could be changed. */
    shortages: z.array(shortage),
  }),
});
export type ReservationChangeRefused = EventOf<typeof ReservationChangeRefused>;
