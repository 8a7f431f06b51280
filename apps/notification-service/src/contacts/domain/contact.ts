import type { Contact as Addresses } from '@app/contracts';
import type { NotificationKind } from '../../notifications/domain/notification.js';
import type { QuietHours } from './quiet-hours.js';

/** The kinds that customers get because of an event, and can do without. */
export const CUSTOMER_KINDS = [
  'order-received',
  'payment-requested',
  'order-confirmed',
  'order-changed',
  'order-shipped',
  'order-delivered',
  'order-cancelled',
  'refund-due',
  'back-in-stock-customer',
] as const satisfies readonly NotificationKind[];

/** A browser that takes messages, as its `PushSubscription` describes itself. */
export interface PushSubscription {
  readonly endpoint: string;
  /** base64url */
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

/** What a customer wants, and where. */
export interface Reachable extends Addresses {
  readonly pushSubscriptions: readonly PushSubscription[];
  /** BCP 47 */
  readonly locale?: string | undefined;
  /** What the customer does not want to be told. */
  readonly optOut: readonly NotificationKind[];
  /** When no text and no push message may arrive that can wait. */
  readonly quietHours?: QuietHours | undefined;
}

/** How a customer can be reached when an order does not say. */
export interface Contact extends Reachable {
  readonly customerId: string;
  /** Grows with every change that a client makes. */
  readonly version: number;
  /** RFC 3339, UTC */
  readonly createdAt: string;
  readonly updatedAt: string;
}
