import { productId } from '@app/contracts';
import { pageQuery } from '@app/platform';
import { z } from 'zod';
import { RESERVATION_STATUSES } from '../domain/reservation.js';

/** The query of `GET /reservations`. */
export const listReservationsQuery = pageQuery.extend({
  status: z.enum(RESERVATION_STATUSES).optional(),
  productId: productId.optional().describe('Wanted in one of its lines.'),
});
export type ListReservationsQuery = z.output<typeof listReservationsQuery>;

/** What the cursor of `GET /reservations` holds: the order it goes on after. */
export const reservationPlace = z.uuid();
