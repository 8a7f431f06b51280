import { OrderNotFound } from './order.errors.js';
import type { Order } from './order.js';

/** What was found of an order, unless that is deleted and deleted ones are not wanted. Throws `OrderNotFound`. */
export function visible<Found extends { readonly order: Order }>(
  found: Found | undefined,
  id: string,
  includeDeleted: boolean,
): Found {
  if (!found || (found.order.deletedAt !== undefined && !includeDeleted)) throw new OrderNotFound(id);
  return found;
}
