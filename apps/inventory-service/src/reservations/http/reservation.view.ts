import { heldQuantity, shortage } from '@app/contracts';
import { z } from 'zod';
import { RESERVATION_STATUSES, type DatedReservation } from '../domain/reservation.js';

const times = { createdAt: '2026-01-02T09:30:00.000Z', updatedAt: '2026-01-02T09:30:00.000Z' };
const orderId = '01980000-0000-7000-8000-000000000001';

/** A reservation as it is answered. */
export const reservationResponse = z
  .object({
    orderId: z.uuid(),
    version: z.int().min(1).describe('How many events there are of it.'),
    status: z.enum(RESERVATION_STATUSES),
    lines: z.array(heldQuantity).describe('What is wanted, every product once.'),
    shortages: z.array(shortage).describe('What was missing; empty unless the reservation was rejected.'),
    expiresAt: z.iso
      .datetime()
      .optional()
      .describe('Until when it is held for an order that is not paid for; absent for all others.'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({
    examples: [
      {
        orderId,
        version: 1,
        status: 'RESERVED',
        lines: [{ productId: 'desk-lamp', quantity: 2 }],
        shortages: [],
        expiresAt: '2026-01-03T09:30:00.000Z',
        ...times,
      },
    ],
  });
export type ReservationResponse = z.output<typeof reservationResponse>;

/** The reservation as it is answered. */
export const answerReservation = (reservation: DatedReservation): ReservationResponse => ({
  orderId: reservation.orderId,
  version: reservation.version,
  status: reservation.status,
  lines: [...reservation.lines],
  shortages: [...reservation.shortages],
  ...(reservation.expiresAt ? { expiresAt: reservation.expiresAt.toISOString() } : {}),
  createdAt: reservation.createdAt.toISOString(),
  updatedAt: reservation.updatedAt.toISOString(),
});
