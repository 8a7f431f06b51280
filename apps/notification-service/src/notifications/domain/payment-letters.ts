import type { OrderPaymentRequested, OrderRefundDue } from '@app/contracts';
import type { LetterData } from '../../templates/domain/letter-data.js';
import { type KnownOrder, orderDataOf } from './known-order.js';

// Any other scheme, such as `javascript`, is text that nobody can click.
const SAFE_TO_CLICK = /^https?:\/\//i;

/** How much to pay, where, and until when the goods are held for that. */
export const paymentRequested = (
  { data }: OrderPaymentRequested,
  order: KnownOrder,
): LetterData['payment-requested'] => ({
  ...orderDataOf(order),
  amount: data.amount,
  payBy: data.expiresAt,
  link: SAFE_TO_CLICK.test(data.link) ? data.link : null,
  linkText: data.link,
});

/** What we owe the customer, and why. */
export const refundDue = ({ data }: OrderRefundDue): LetterData['refund-due'] => ({
  orderId: data.orderId,
  amount: data.amount,
  transactionId: data.transactionId,
  cause: data.cause,
});

/** What the shop has to give back, and to whom. */
export const refundToMake = (due: OrderRefundDue): LetterData['refund-to-make'] => ({
  ...refundDue(due),
  customerId: due.data.customerId,
});
