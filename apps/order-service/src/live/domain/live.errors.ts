import { DomainError } from '@app/platform';

/** The stream never gave out this id, or not since its database was restored. 400 `invalid-event-id`. */
export class InvalidEventId extends DomainError {
  constructor() {
    super({
      code: 'invalid-event-id',
      kind: 'invalid',
      detail: 'The id of the last event is not one that this stream gave out. Connect without it.',
      errors: [{ in: 'header', pointer: '/Last-Event-ID', detail: 'is not an id of this stream' }],
    });
  }
}

/** A customer wants to follow the orders of others. 403 `foreign-events`. */
export class ForeignEvents extends DomainError {
  constructor() {
    super({
      code: 'foreign-events',
      kind: 'forbidden',
      detail: 'A customer can follow their own orders only.',
      errors: [{ in: 'query', pointer: '/customerId', detail: 'is not the customer who asks' }],
    });
  }
}
