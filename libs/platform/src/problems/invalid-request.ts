import { DomainError, type FieldError } from '../kernel/domain-error.js';

/** The request itself is wrong, wherever it is sent and whatever the state: always a 400. */
export class InvalidRequest extends DomainError {
  constructor(code: string, detail: string, errors: readonly FieldError[]) {
    super({ code, kind: 'invalid', detail, errors });
  }
}

/** A header holds something it must not. */
export const invalidHeader = (code: string, name: string, detail: string): InvalidRequest =>
  new InvalidRequest(code, `${name} ${detail}.`, [{ in: 'header', pointer: `/${name}`, detail }]);
