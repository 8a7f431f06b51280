import { OrderRefundDue, type RefundCause } from '@app/contracts';
import { RefundNotFound } from './order-payment.errors.js';
import type { Order, TakenStep } from './order.js';
import type { Refund } from './payment.js';
import { type Occasion, stepOf } from './take-step.js';
import { updated } from './update-event.js';

/** Money that somebody paid for an order, in minor units of a currency. */
export interface Received {
  readonly transactionId: string;
  readonly amount: number;
  readonly currency: string;
}

/** Records that money has to be given back, and tells of it. */
export function oweBack(order: Order, received: Received, cause: RefundCause, occasion: Occasion): TakenStep {
  const { transactionId, amount, currency } = received;
  const refund: Refund = { transactionId, amount, currency, cause, at: occasion.at };
  return stepOf(
    order,
    {
      changes: { refunds: [...(order.refunds ?? []), refund] },
      tell: (after, origin) => {
        const about = { orderId: order.id, customerId: order.customerId };
        return OrderRefundDue.of(
          after,
          { ...about, transactionId, amount: { amount, currency }, cause },
          origin,
        );
      },
    },
    occasion,
  );
}

/**
 * Records that what is owed back of a transaction has been given back; nothing if that is on record already. Throws
 * `RefundNotFound` if nothing is owed back of it.
 */
export function settleRefunds(order: Order, transactionId: string, occasion: Occasion): TakenStep[] {
  const { refunds = [] } = order;
  const named = refunds.filter((refund) => refund.transactionId === transactionId);
  if (named.length === 0) throw new RefundNotFound();
  if (named.every(({ settledAt }) => settledAt !== undefined)) return [];
  const settled = refunds.map((refund) =>
    named.includes(refund) ? { settledAt: occasion.at, ...refund } : refund,
  );
  const why = `Given back: ${transactionId}`;
  return [stepOf(order, { changes: { refunds: settled }, tell: updated('payment'), why }, occasion)];
}

/** What was paid for an order that has just been cancelled is owed back; nothing if nothing was paid. */
export function owedBack(order: Order, occasion: Occasion): TakenStep[] {
  const transactionId = order.payment?.status === 'PAID' ? order.payment.transactionId : undefined;
  if (transactionId === undefined || order.total.amount === 0) return [];
  const cause = endedByWish(order) || !order.payment?.late ? 'ORDER_CANCELLED' : 'PAID_TOO_LATE';
  return [oweBack(order, { transactionId, ...order.total }, cause, occasion)];
}

const endedByWish = ({ cancellation }: Order): boolean =>
  cancellation?.code === 'REQUESTED' || cancellation?.code === 'DELETED';
