import { heldQuantity, shortage } from '@app/contracts';
import { z } from 'zod';
import { RESERVATION_STATUSES, type DatedReservation } from '../domain/reservation.js';

const times = { createdAt: '2026-01-02T09:30:00.000Z', updatedAt: '2026-01-02T09:30:00.000Z' };
const orderId = '01980000-0000-7000-8000-000000000001';

/** A reservation as it is answered. */
export const reservationResponse = z
  .object({
    orderId: z.uuid(),
    status: z.enum(RESERVATION_STATUSES),
    lines: z.array(heldQuantity).describe('What was asked for, every product once.'),
    shortages: z.array(shortage).describe('What was missing; empty unless the reservation was rejected.'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({
    examples: [
      {
        orderId,
        status: 'RESERVED',
        lines: [{ productId: 'desk-lamp', quantity: 2 }],
        shortages: [],
        ...times,
      },
    ],
  });
export type ReservationResponse = z.output<typeof reservationResponse>;

/** The reservation as it is answered. */
export const answerReservation = (reservation: DatedReservation): ReservationResponse => ({
  orderId: reservation.orderId,
  status: reservation.status,
  lines: [...reservation.lines],
  shortages: [...reservation.shortages],
  createdAt: reservation.createdAt.toISOString(),
  updatedAt: reservation.updatedAt.toISOString(),
});
