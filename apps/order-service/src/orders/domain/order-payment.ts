import { OrderPaid, OrderPaymentRequested, OrderReopened } from '@app/contracts';
import { ChangePending } from './order-change.errors.js';
import { AlreadyPaid, PaymentNotDue, WrongAmount } from './order-payment.errors.js';
import { statusAfter } from './order-lifecycle.js';
import type { Order, TakenStep } from './order.js';
import { takeStep } from './order-steps.js';
import { oweBack, type Received } from './refunds.js';
import { summed } from './summed.js';
import { inTurn, type Occasion, stepOf } from './take-step.js';
import { updated } from './update-event.js';

/** A link under which an order can be paid, and the provider's name for it. */
export interface PaymentLink {
  readonly link: string;
  readonly reference?: string | undefined;
}

/** A payment of an order as it is reported. */
export interface ReceivedPayment extends Received {
  /**
   * Whether a provider says that it has taken the money. Then it cannot be refused: what the order has no use for is
   * owed back.
   */
  readonly collected: boolean;
}

/**
 * The stock is held: an order that must be paid first waits for that, until `windowMs` milliseconds from now; any other
 * is confirmed.
 */
export function stockHeld(order: Order, windowMs: number, occasion: Occasion): TakenStep[] {
  if (order.payment?.status !== 'EXPECTED') return takeStep(order, { step: 'confirm' }, occasion);
  const expiresAt = new Date(Date.parse(occasion.at) + windowMs).toISOString();
  const changes = {
    status: statusAfter(order.status, 'awaitPayment'),
    payment: { ...order.payment, status: 'DUE', expiresAt },
  } as const;
  return [stepOf(order, { changes, tell: updated('status', 'payment') }, occasion)];
}

/** Records where the order can be paid and asks the customer to; nothing if it no longer waits for a link. */
export function requestPayment(
  order: Order,
  { link, reference }: PaymentLink,
  occasion: Occasion,
): TakenStep[] {
  const { payment, total: amount } = order;
  const { expiresAt } = payment ?? {};
  if (!needsLink(order) || expiresAt === undefined) return [];
  const tell: Parameters<typeof stepOf>[1]['tell'] = (after, origin) =>
    OrderPaymentRequested.of(
      after,
      { orderId: order.id, customerId: order.customerId, amount, link, expiresAt },
      origin,
    );
  const changes = { payment: { ...payment, status: 'DUE', link, reference } } as const;
  return [stepOf(order, { changes, tell }, occasion)];
}

/** Whether the order waits for a link under which it can be paid. */
export const needsLink = ({ payment, change, deletedAt }: Order): boolean =>
  payment?.status === 'DUE' &&
  payment.link === undefined &&
  change?.status !== 'PENDING' &&
  deletedAt === undefined;

/**
 * What a payment brings about. In time, it confirms the order; after the order was cancelled for want of it, the order
 * is reopened and waits for its stock again. One that was recorded before changes nothing. A report of one that cannot
 * be right throws `PaymentNotDue`, `AlreadyPaid` or `WrongAmount`; money that has been collected all the same is owed
 * back. Throws `ChangePending` while the order waits for other goods: what it costs is not known then.
 */
export function receivePayment(order: Order, payment: ReceivedPayment, occasion: Occasion): TakenStep[] {
  if (isRecorded(order, payment.transactionId)) return [];
  if (order.change?.status === 'PENDING') throw new ChangePending();

  const objection = objectionTo(order, payment);
  if (objection) {
    if (!payment.collected) throw objection.error;
    return [oweBack(order, payment, objection.cause, occasion)];
  }
  const late = order.status === 'CANCELLED';
  return inTurn(
    order,
    (now) => [paid(now, payment, late, occasion)],
    (now) => (late ? [reopened(now, occasion)] : takeStep(now, { step: 'confirm' }, occasion)),
  );
}

const isRecorded = ({ payment, refunds }: Order, transactionId: string): boolean =>
  payment?.transactionId === transactionId ||
  (refunds ?? []).some((refund) => refund.transactionId === transactionId);

function objectionTo(order: Order, { amount, currency }: ReceivedPayment) {
  if (order.payment?.status === 'PAID') return { error: new AlreadyPaid(), cause: 'PAID_TWICE' } as const;
  if (!isPayable(order)) {
    return { error: new PaymentNotDue(order.status), cause: 'ORDER_CANCELLED' } as const;
  }
  if (amount !== order.total.amount || currency !== order.total.currency) {
    return { error: new WrongAmount(order.total), cause: 'WRONG_AMOUNT' } as const;
  }
  return undefined;
}

/** Whether it waits for its payment, or was cancelled only because it had waited long enough. */
function isPayable({ status, payment, cancellation, deletedAt }: Order): boolean {
  if (deletedAt !== undefined || payment === undefined) return false;
  if (status === 'AWAITING_PAYMENT') return true;
  return cancellation?.code === 'PAYMENT_EXPIRED' || cancellation?.code === 'RESERVATION_EXPIRED';
}

function paid(
  order: Order,
  { transactionId, amount, currency }: Received,
  late: boolean,
  occasion: Occasion,
) {
  const { payment } = order;
  const changes = {
    payment: { ...payment, status: 'PAID', transactionId, paidAt: occasion.at, ...(late ? { late } : {}) },
  } as const;
  return stepOf(
    order,
    {
      changes,
      tell: (after, origin) => {
        const about = { orderId: order.id, customerId: order.customerId };
        return OrderPaid.of(after, { ...about, transactionId, amount: { amount, currency } }, origin);
      },
    },
    occasion,
  );
}

function reopened(order: Order, occasion: Occasion): TakenStep {
  const changes = { status: statusAfter(order.status, 'reopen'), cancellation: undefined };
  return stepOf(
    order,
    {
      changes,
      tell: (after, origin) => {
        const about = { orderId: order.id, customerId: order.customerId };
        return OrderReopened.of(after, { ...about, lines: summed(order.lines) }, origin);
      },
    },
    occasion,
  );
}

/** Cancels an order whose time to pay is over; nothing if it no longer waits for its payment. */
export function expirePayment(
  order: Order,
  code: 'PAYMENT_EXPIRED' | 'RESERVATION_EXPIRED',
  occasion: Occasion,
): TakenStep[] {
  if (order.status !== 'AWAITING_PAYMENT') return [];
  const reason = 'It was not paid in time.';
  return takeStep(order, { step: 'cancel', code, reason }, occasion);
}
