import { DomainError } from '@app/platform';

/** The shop has a product of this id already; even an inactive one is changed, not added again. */
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

/** The shop has no product of this id. */
export class ProductNotFound extends DomainError {
  constructor(productId: string) {
    super({ code: 'product-not-found', kind: 'not-found', detail: `There is no product ${productId}.` });
  }
}

/** The stock was to be set to fewer units than are promised to orders. */
export class BelowReserved extends DomainError {
  constructor(quantity: number, reserved: number) {
    super({
      code: 'below-reserved',
      kind: 'conflict',
      detail: `The quantity cannot be ${quantity}: ${reserved} are reserved for orders.`,
      errors: [
        { in: 'body', pointer: '/quantity', detail: `must be at least ${reserved}`, code: 'below-reserved' },
      ],
      extensions: { reservedQuantity: reserved },
    });
  }
}

/** The price has more decimals, or more digits, than the currency can express exactly. */
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
