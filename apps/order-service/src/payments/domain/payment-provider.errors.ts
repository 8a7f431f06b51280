import { DomainError } from '@app/platform';

/** The provider makes no link until somebody changes something: the order, our account with it, or our configuration. */
export class LinkRefused extends Error {
  override readonly name = 'LinkRefused';
}

/** The provider could not be reached or did not manage; later it may. */
export class ProviderFailed extends Error {
  override readonly name = 'ProviderFailed';
}

/** The message does not come from the payment provider, or not just now. 400 `invalid-signature`. */
export class InvalidSignature extends DomainError {
  constructor() {
    super({
      code: 'invalid-signature',
      kind: 'invalid',
      detail: 'The signature does not belong to this body, this endpoint or this time.',
      errors: [{ in: 'header', pointer: '/Stripe-Signature', detail: 'is not valid' }],
    });
  }
}

/** The payment provider has signed something that cannot be understood. 422 `unreadable-webhook`. */
export class UnreadableWebhook extends DomainError {
  constructor() {
    super({
      code: 'unreadable-webhook',
      kind: 'unprocessable',
      detail: 'The event is not what its type says.',
    });
  }
}
