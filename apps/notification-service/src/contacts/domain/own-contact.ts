import { type Caller, isOwnOf } from '@app/platform';
import { ContactNotFound } from './contact.errors.js';

/** Throws `ContactNotFound`, as where there is none, unless it is the caller's own entry or the caller may see all. */
export function assertOwn({ principal }: Caller, customerId: string): void {
  if (!isOwnOf(principal, customerId)) throw new ContactNotFound(customerId);
}
