import { fromMinor, type Money } from '@app/contracts';
import { DomainError } from '@app/platform';
import type { OrderStatus } from './order-lifecycle.js';

/** The order does not wait for a payment. 409 `payment-not-due`. */
export class PaymentNotDue extends DomainError {
  constructor(status: OrderStatus) {
    super({
      code: 'payment-not-due',
      kind: 'conflict',
      detail: `An order that is ${status} does not wait for a payment.`,
      extensions: { currentStatus: status },
    });
  }
}

/** The order has been paid for by another transaction. 409 `already-paid`. */
export class AlreadyPaid extends DomainError {
  constructor() {
    super({
      code: 'already-paid',
      kind: 'conflict',
      detail: 'The order has been paid by another transaction.',
    });
  }
}

/** The amount is not what the order costs. 422 `wrong-amount`. */
export class WrongAmount extends DomainError {
  constructor(total: Money) {
    const amount = fromMinor(total);
    super({
      code: 'wrong-amount',
      kind: 'unprocessable',
      detail: `The order costs ${amount} ${total.currency}.`,
      errors: [{ pointer: '/amount', detail: `must be ${amount} ${total.currency}`, in: 'body' }],
      extensions: { amount, currency: total.currency },
    });
  }
}

/** The transaction has paid for another order, or another amount. 409 `transaction-used`. */
export class TransactionUsed extends DomainError {
  constructor() {
    super({
      code: 'transaction-used',
      kind: 'conflict',
      detail: 'A payment of this transaction id is on record, of another order or another amount.',
      errors: [{ pointer: '/transactionId', detail: 'has been used', in: 'body' }],
    });
  }
}

/** The order was paid by another transaction than the one named. 409 `transaction-mismatch`. */
export class TransactionMismatch extends DomainError {
  constructor() {
    super({
      code: 'transaction-mismatch',
      kind: 'conflict',
      detail: 'The order was paid by another transaction.',
      errors: [{ pointer: '/transactionId', detail: 'did not pay for this order', in: 'body' }],
    });
  }
}

/** Nothing of the transaction has to be given back. 404 `refund-not-found`. */
export class RefundNotFound extends DomainError {
  constructor() {
    super({
      code: 'refund-not-found',
      kind: 'not-found',
      detail: 'The order owes nothing back of this transaction.',
      errors: [{ pointer: '/transactionId', detail: 'is not one of its refunds', in: 'path' }],
    });
  }
}
