import { etag } from '@app/platform';
import type { DatedReservation } from './domain/reservation.js';

/**
 * The entity tag of a reservation. The end of its holding may go without a new version, and the version may come a
 * second time in a database that was restored from a backup; the time tells both apart.
 */
export const reservationTag = ({ orderId, version, expiresAt, updatedAt }: DatedReservation): string =>
  etag(orderId, version, expiresAt?.toISOString() ?? null, updatedAt.toISOString());
