import { fromMinor, type Money } from '@app/contracts';
import { DomainError } from '@app/platform';
import { nextStatuses, type OrderStatus } from './order-lifecycle.js';

/** Other goods are being held for the order; until that is decided it can only be cancelled. 409 `change-pending`. */
export class ChangePending extends DomainError {
  constructor() {
    super({
      code: 'change-pending',
      kind: 'conflict',
      detail: 'Another change of the order waits for its stock; try again when it has been decided.',
      retryAfterSeconds: 1,
    });
  }
}

/** What is asked for cannot be changed at this point of the lifecycle. 409 `order-not-changeable`. */
export class OrderNotChangeable extends DomainError {
  constructor(status: OrderStatus) {
    super({
      code: 'order-not-changeable',
      kind: 'conflict',
      detail: `This cannot be changed while the order is ${status}.`,
      extensions: { currentStatus: status, allowed: nextStatuses(status) },
    });
  }
}

/** The order was paid for, and would cost more than that. 409 `paid-order-cannot-grow`. */
export class PaidOrderCannotGrow extends DomainError {
  constructor(total: Money) {
    super({
      code: 'paid-order-cannot-grow',
      kind: 'conflict',
      detail: 'The order has been paid for; what costs more takes an order of its own.',
      extensions: { paid: fromMinor(total), currency: total.currency },
    });
  }
}

/** There is nothing to restore. 409 `order-not-deleted`. */
export class OrderNotDeleted extends DomainError {
  constructor() {
    super({ code: 'order-not-deleted', kind: 'conflict', detail: 'The order has not been deleted.' });
  }
}

/** More of a product is to be taken out of the order than it has. 422 `not-ordered`. */
export class NotOrdered extends DomainError {
  constructor(item: number) {
    super({
      code: 'not-ordered',
      kind: 'unprocessable',
      detail: 'The order does not have so many of a product.',
      errors: [{ pointer: `/items/${item}/quantity`, detail: 'is more than was ordered', in: 'body' }],
    });
  }
}
