import { DomainError, type FieldError } from '@app/platform';
import type { OrderStatus, OrderStep } from './order-lifecycle.js';

/** There is no order of this id. 404 `order-not-found`. */
export class OrderNotFound extends DomainError {
  constructor(id: string) {
    super({ code: 'order-not-found', kind: 'not-found', detail: `There is no order ${id}.` });
  }
}

/** The lifecycle has no such step, or it was taken before with other details. 409 `illegal-order-step`. */
export class IllegalOrderStep extends DomainError {
  constructor(step: OrderStep, status: OrderStatus, allowed: readonly OrderStatus[]) {
    super({
      code: 'illegal-order-step',
      kind: 'conflict',
      detail: `An order that is ${status} cannot take the step "${step}".`,
      // `status` is taken: in a problem document it is the HTTP status.
      extensions: { currentStatus: status, allowed },
    });
  }
}

/** Nobody said whose order it is. 400 `customer-required`. */
export class CustomerRequired extends DomainError {
  constructor() {
    const detail = 'Say whose order it is: customerId in the body, or the header X-Customer-Id.';
    super({
      code: 'customer-required',
      kind: 'invalid',
      detail,
      errors: [{ pointer: '/customerId', detail, in: 'body' }],
    });
  }
}

/** A customer asks in the name of another one, or for their orders. 403 `foreign-customer`. */
export class ForeignCustomer extends DomainError {
  constructor(part: 'body' | 'query' = 'body') {
    super({
      code: 'foreign-customer',
      kind: 'forbidden',
      detail: 'A customer can place and see their own orders only.',
      errors: [{ pointer: '/customerId', detail: 'is not the customer who asks', in: part }],
    });
  }
}

/** A delivery cannot have happened before its order or in the future. 422 `implausible-delivery-time`. */
export class ImplausibleDeliveryTime extends DomainError {
  constructor(earliest: string, latest: string) {
    super({
      code: 'implausible-delivery-time',
      kind: 'unprocessable',
      detail: 'The goods cannot have arrived at that time.',
      errors: [{ pointer: '/deliveredAt', detail: `must be from ${earliest} to ${latest}`, in: 'body' }],
    });
  }
}

/** Some products are not known here. 422 `unknown-product`. */
export class UnknownProduct extends DomainError {
  constructor(errors: readonly FieldError[]) {
    super({
      code: 'unknown-product',
      kind: 'unprocessable',
      detail: 'We do not know some of the products.',
      errors,
    });
  }
}

/** Some products are not sold at present. 422 `product-inactive`. */
export class ProductInactive extends DomainError {
  constructor(errors: readonly FieldError[]) {
    super({
      code: 'product-inactive',
      kind: 'unprocessable',
      detail: 'Some of the products are not on sale.',
      errors,
    });
  }
}

/** An order has one currency. 422 `mixed-currencies`. */
export class MixedCurrencies extends DomainError {
  constructor(currencies: readonly string[], errors: readonly FieldError[]) {
    super({
      code: 'mixed-currencies',
      kind: 'unprocessable',
      detail: `One order cannot be paid in several currencies (${currencies.join(', ')}).`,
      errors,
      extensions: { currencies },
    });
  }
}

/** A price that the client expected and the one that holds, as decimal numbers. */
export interface PriceDifference extends FieldError {
  readonly expected: number;
  readonly actual: number;
}

/** The client expected other prices; nothing was ordered. 409 `price-changed`. */
export class PriceChanged extends DomainError {
  constructor(differences: readonly PriceDifference[], currency: string) {
    super({
      code: 'price-changed',
      kind: 'conflict',
      detail: 'Some prices are no longer what you expect.',
      errors: differences,
      extensions: { currency },
    });
  }
}

/** More of one product than an order can have, all its lines together. 422 `quantity-too-large`. */
export class QuantityTooLarge extends DomainError {
  constructor(limit: number, errors: readonly FieldError[]) {
    super({
      code: 'quantity-too-large',
      kind: 'unprocessable',
      detail: `An order can have at most ${limit} of one product, all its lines together.`,
      errors,
    });
  }
}

/** The sum is more than can be represented exactly. 422 `total-too-large`. */
export class TotalTooLarge extends DomainError {
  constructor() {
    super({
      code: 'total-too-large',
      kind: 'unprocessable',
      detail: 'The total of the order is larger than we can handle.',
      errors: [{ pointer: '/items', detail: 'sum up to too large a total', in: 'body' }],
    });
  }
}
