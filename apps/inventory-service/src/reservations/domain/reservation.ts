import type { ProductQuantity, Shortage } from '@app/contracts';
import type { OrderMovementKind } from '../../stock/domain/stock-movement.js';

/** Where a reservation can stand. */
export const RESERVATION_STATUSES = ['RESERVED', 'REJECTED', 'COMMITTED', 'RELEASED', 'RESTOCKED'] as const;
export type ReservationStatus = (typeof RESERVATION_STATUSES)[number];

/** Each status with the steps it may take to settle; one without steps holds nothing and can only be tried again. */
export const RESERVATION_LIFECYCLE = {
  RESERVED: { commit: 'COMMITTED', cancel: 'RELEASED' },
  COMMITTED: { cancel: 'RESTOCKED' },
  REJECTED: {},
  RELEASED: {},
  RESTOCKED: {},
} as const satisfies Record<ReservationStatus, object>;

type Lifecycle = typeof RESERVATION_LIFECYCLE;
export type ReservationStepName = { [S in ReservationStatus]: keyof Lifecycle[S] }[ReservationStatus];

// The annotation also proves that every step above leads to a status that exists.
const steps: Record<
  ReservationStatus,
  Partial<Record<ReservationStepName, ReservationStatus>>
> = RESERVATION_LIFECYCLE;

/** What is held for an order, or why nothing is. Its version is the length of its stream. */
export interface Reservation {
  readonly orderId: string;
  readonly status: ReservationStatus;
  readonly version: number;
  /** What is wanted, every product once. */
  readonly lines: readonly ProductQuantity[];
  /** What was missing; empty unless the reservation was rejected. */
  readonly shortages: readonly Shortage[];
  /** Until when it is held for an order that is not paid for; `null` for all others. */
  readonly expiresAt: Date | null;
}

/** A reservation with the times of its first and its latest step. */
export interface DatedReservation extends Reservation {
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** How stock moves when a reservation comes to a status; a rejected one moves nothing. */
export const MOVEMENT_INTO: Record<ReservationStatus, OrderMovementKind | undefined> = {
  RESERVED: 'reserved',
  COMMITTED: 'committed',
  RELEASED: 'released',
  RESTOCKED: 'restocked',
  REJECTED: undefined,
};

/** The status that a step leads to, or `undefined` if it comes too late or has nothing to do. */
export const statusAfter = (
  status: ReservationStatus,
  step: ReservationStepName,
): ReservationStatus | undefined => steps[status][step];

/** Whether nothing of the order is held and nothing has left for it, so that it can be tried again. */
export const holdsNothing = (status: ReservationStatus): boolean => Object.keys(steps[status]).length === 0;
