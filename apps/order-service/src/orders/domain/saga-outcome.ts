import type { CancellationCode } from '@app/contracts';
import type { HistoryEntry, Order, TakenStep } from './order.js';

/** What can be decided on an order. */
export const SAGA_OUTCOMES = [
  'confirmed',
  'payment-due',
  'paid',
  'rejected',
  'expired',
  'cancelled',
] as const;
export type SagaOutcome = (typeof SAGA_OUTCOMES)[number];

const OUTCOME_OF_CANCELLATION: Record<CancellationCode, SagaOutcome> = {
  INSUFFICIENT_STOCK: 'rejected',
  PRODUCT_UNAVAILABLE: 'rejected',
  PAYMENT_EXPIRED: 'expired',
  RESERVATION_EXPIRED: 'expired',
  REQUESTED: 'cancelled',
  DELETED: 'cancelled',
};

/**
 * What a step decides: whether the goods can be had and, where they are to be paid for first, whether they were. Nothing
 * for any other step, nor for an order that was paid too late and has come back: how long that took is its customer's doing.
 */
export function sagaOutcome({ order, entry }: Pick<TakenStep, 'order' | 'entry'>): SagaOutcome | undefined {
  const { from, to, code } = entry;
  if (from === to || !isUndecided(from, order)) return undefined;
  if (to === 'AWAITING_PAYMENT') return 'payment-due';
  if (to === 'CONFIRMED') return from === 'PENDING' ? 'confirmed' : 'paid';
  return code && OUTCOME_OF_CANCELLATION[code];
}

const isUndecided = (status: HistoryEntry['from'], { payment }: Order): boolean =>
  status === 'AWAITING_PAYMENT' || (status === 'PENDING' && payment?.status !== 'PAID');
