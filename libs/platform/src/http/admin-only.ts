import { DomainError } from '../kernel/domain-error.js';
import type { Caller } from './caller.js';

/** Administrators alone may do this. 403 `admin-only`. */
export class AdminOnly extends DomainError {
  constructor() {
    super({ code: 'admin-only', kind: 'forbidden', detail: 'Administrators alone may do this.' });
  }
}

/** Throws `AdminOnly` unless an administrator asks. */
export function assertAdmin({ principal }: Caller): void {
  if (principal.role !== 'admin') throw new AdminOnly();
}
