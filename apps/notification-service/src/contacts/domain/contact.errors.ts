import { DomainError } from '@app/platform';

/** The contact book has no entry for the customer. */
export class ContactNotFound extends DomainError {
  constructor(customerId: string) {
    super({
      code: 'contact-not-found',
      kind: 'not-found',
      detail: `The contact book has no entry for customer ${customerId}.`,
    });
  }
}
