import type { Contact as Reachable } from '@app/contracts';

/** How a customer can be reached when an order does not say. */
export interface Contact extends Reachable {
  readonly customerId: string;
  /** Grows with every change. */
  readonly version: number;
  /** RFC 3339, UTC */
  readonly createdAt: string;
  readonly updatedAt: string;
}
