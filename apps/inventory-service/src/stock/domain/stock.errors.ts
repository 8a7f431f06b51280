import { DomainError } from '@app/platform';

/** The shop has a product of this id already; even an inactive one is changed, not added again. 409 `product-exists`. */
export class ProductExists extends DomainError {
  constructor(productId: string) {
    super({
      code: 'product-exists',
      kind: 'conflict',
      detail: `There is a product ${productId} already.`,
      errors: [{ in: 'body', pointer: '/productId', detail: 'is taken', code: 'product-exists' }],
    });
  }
}

/** The shop has no product of this id. 404 `product-not-found`. */
export class ProductNotFound extends DomainError {
  constructor(productId: string) {
    super({ code: 'product-not-found', kind: 'not-found', detail: `There is no product ${productId}.` });
  }
}

/** The stock was to be set to fewer units than are promised to orders. 409 `below-reserved`. */
export class BelowReserved extends DomainError {
  constructor(quantity: number, reserved: number, pointer: '/quantity' | '/delta' = '/quantity') {
    super({
      code: 'below-reserved',
      kind: 'conflict',
      detail: `The quantity cannot be ${quantity}: ${reserved} are reserved for orders.`,
      errors: [
        { in: 'body', pointer, detail: `must leave at least ${reserved} on hand`, code: 'below-reserved' },
      ],
      extensions: { reservedQuantity: reserved },
    });
  }
}

/** The stock was to be lifted above one thousand million units. 422 `too-much-stock`. */
export class TooMuchStock extends DomainError {
  constructor(quantity: number) {
    super({
      code: 'too-much-stock',
      kind: 'unprocessable',
      detail: `The quantity cannot be ${quantity}: the most is one thousand million.`,
      errors: [{ in: 'body', pointer: '/delta', detail: 'is too much', code: 'too-much-stock' }],
    });
  }
}

/** The price has more decimals, or more digits, than the currency can express exactly. 422 `price-not-exact`. */
export class PriceNotExact extends DomainError {
  constructor(price: number, currency: string) {
    super({
      code: 'price-not-exact',
      kind: 'unprocessable',
      detail: `${price} is not an amount of ${currency}.`,
      errors: [
        {
          in: 'body',
          pointer: '/price',
          detail: `has more digits than ${currency} knows`,
          code: 'price-not-exact',
        },
      ],
    });
  }
}
