import {
  ReservationChanged,
  ReservationChangeRefused,
  ReservationFailed,
  StockReserved,
} from '@app/contracts';
import { needsLink } from './order-payment.js';
import type { Order } from './order.js';

/** What an order's saga is busy with. */
export const SAGA_STEPS = ['RESERVING', 'CHANGING', 'PAYING', 'SERVING', 'ENDED'] as const;

/** Where the saga of an order stands, and the events that would take it on; none where people have to act. */
export interface SagaState {
  readonly step: (typeof SAGA_STEPS)[number];
  readonly waitingFor: readonly string[];
  /** The time of the order's latest step. */
  readonly since: string;
}

/** Where the saga of the order stands. */
export function sagaOf({ status, change, updatedAt: since }: Order): SagaState {
  if (status === 'PENDING') {
    return { step: 'RESERVING', waitingFor: [StockReserved.type, ReservationFailed.type], since };
  }
  if (change?.status === 'PENDING') {
    return { step: 'CHANGING', waitingFor: [ReservationChanged.type, ReservationChangeRefused.type], since };
  }
  if (status === 'AWAITING_PAYMENT') return { step: 'PAYING', waitingFor: [], since };
  const ended = status === 'COMPLETED' || status === 'CANCELLED';
  return { step: ended ? 'ENDED' : 'SERVING', waitingFor: [], since };
}

/** Whether the system will do nothing more for the order by itself: now it is up to people. */
export const isSettled = (order: Order): boolean =>
  sagaOf(order).waitingFor.length === 0 && !needsLink(order);
