import { isOwnOf, type Principal } from '@app/platform';
import { OrderNotFound } from './order.errors.js';
import type { Order } from './order.js';

/**
 * What was found of an order, unless that is another customer's, or deleted when deleted ones are not wanted. Throws
 * `OrderNotFound` for each of these, so that nobody learns which ids there are.
 */
export function visible<Found extends { readonly order: Order }>(
  found: Found | undefined,
  { id, principal, includeDeleted }: { id: string; principal: Principal; includeDeleted: boolean },
): Found {
  const isThere = found && isOwnOf(principal, found.order.customerId);
  if (!isThere || (found.order.deletedAt !== undefined && !includeDeleted)) throw new OrderNotFound(id);
  return found;
}
