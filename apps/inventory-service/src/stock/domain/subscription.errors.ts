import { DomainError } from '@app/platform';

/** The product can be had now; there is nothing to wait for. 409 `already-in-stock`. */
export class AlreadyInStock extends DomainError {
  constructor(productId: string, available: number) {
    super({
      code: 'already-in-stock',
      kind: 'conflict',
      detail: `${productId} is in stock.`,
      extensions: { availableQuantity: available },
    });
  }
}

/** The addressee waits for as many products, or the product is waited for by as many, as may be. 409 `too-many-subscriptions`. */
export class TooManySubscriptions extends DomainError {
  constructor(detail: string) {
    super({ code: 'too-many-subscriptions', kind: 'conflict', detail });
  }
}

/** Nobody waits under this id for this product, or not the customer who asks. 404 `subscription-not-found`. */
export class SubscriptionNotFound extends DomainError {
  constructor(subscriptionId: string) {
    super({
      code: 'subscription-not-found',
      kind: 'not-found',
      detail: `There is no subscription ${subscriptionId} to this product.`,
    });
  }
}

/** Nobody to tell: neither the body nor the request says who. 400 `addressee-required`. */
export class AddresseeRequired extends DomainError {
  constructor() {
    super({
      code: 'addressee-required',
      kind: 'invalid',
      detail: 'Say who is to be told: an email, or a customerId.',
      errors: [{ in: 'body', pointer: '/email', detail: 'Is required', code: 'required' }],
    });
  }
}

/** A customer subscribes in the name of another one, or for an address, whose it may be. 403 `foreign-customer`. */
export class ForeignCustomer extends DomainError {
  constructor() {
    super({
      code: 'foreign-customer',
      kind: 'forbidden',
      detail: 'A customer can subscribe for themselves only.',
      errors: [{ in: 'body', pointer: '', detail: 'names another than the customer who asks' }],
    });
  }
}
