import { DomainError } from '@app/platform';

/** The key was used before, with another body. 422 `idempotency-key-reused`. */
export class IdempotencyKeyReused extends DomainError {
  constructor() {
    super({
      code: 'idempotency-key-reused',
      kind: 'unprocessable',
      detail: 'This Idempotency-Key was used with another request body. Use a new key for a new request.',
      errors: [{ in: 'header', pointer: '/Idempotency-Key', detail: 'belongs to another request' }],
    });
  }
}

/** A request with the key is running right now. 409 `idempotency-in-progress`. */
export class IdempotencyInProgress extends DomainError {
  constructor() {
    super({
      code: 'idempotency-in-progress',
      kind: 'conflict',
      detail: 'A request with this Idempotency-Key is being processed. Repeat the request in a moment.',
      retryAfterSeconds: 1,
    });
  }
}
