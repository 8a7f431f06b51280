import { DomainError } from '@app/platform';

/** The contact book has no entry for the customer, or it is another customer's. 404 `contact-not-found`. */
export class ContactNotFound extends DomainError {
  constructor(customerId: string) {
    super({
      code: 'contact-not-found',
      kind: 'not-found',
      detail: `The contact book has no entry for customer ${customerId}.`,
    });
  }
}

/** An endpoint is not one of a push service. 422 `push-endpoint-refused`. */
export class PushEndpointRefused extends DomainError {
  constructor(problems: readonly { readonly index: number; readonly problem: string }[]) {
    super({
      code: 'push-endpoint-refused',
      kind: 'unprocessable',
      detail: 'An endpoint is not one of a push service.',
      errors: problems.map(({ index, problem }) => ({
        in: 'body',
        pointer: `/pushSubscriptions/${index}/endpoint`,
        detail: problem,
      })),
    });
  }
}
