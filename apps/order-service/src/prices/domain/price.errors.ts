import { DomainError } from '@app/platform';

/** The price of a product we have not heard of cannot be asked for at the moment. 503 `price-lookup-unavailable`. */
export class PriceLookupUnavailable extends DomainError {
  constructor(retryAfterSeconds: number, cause?: unknown) {
    super({
      code: 'price-lookup-unavailable',
      kind: 'unavailable',
      detail: 'We have not heard of some of the products yet, and cannot ask for them at the moment.',
      retryAfterSeconds,
      cause,
    });
  }
}
