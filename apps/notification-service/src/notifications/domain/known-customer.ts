import type { QuietHours } from '../../contacts/domain/quiet-hours.js';
import type { NotificationKind } from './notification.js';

/** An address, and why nothing is sent there if it was given up. */
export interface KnownAddress {
  readonly address: string;
  readonly bad?: string;
}

/** What is known of how somebody can be reached. */
export interface KnownCustomer {
  readonly email?: KnownAddress;
  readonly phone?: KnownAddress;
  /** The endpoints of push subscriptions. */
  readonly endpoints: readonly string[];
  /** BCP 47 */
  readonly locale?: string;
  readonly optOut: readonly NotificationKind[];
  readonly quietHours?: QuietHours;
}

/** Somebody the contact book has never heard of. */
export const UNKNOWN_CUSTOMER: KnownCustomer = { endpoints: [], optOut: [] };
