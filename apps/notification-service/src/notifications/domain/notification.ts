import type { Cause, Channel } from '@app/contracts';
import type { Letter } from '../../templates/domain/letter-data.js';

/** What a notification is about; clients filter by it. */
export const NOTIFICATION_KINDS = [
  'order-received',
  'payment-requested',
  'order-confirmed',
  'order-changed',
  'order-shipped',
  'order-delivered',
  'order-cancelled',
  'refund-due',
  'low-stock',
  'back-in-stock',
  'back-in-stock-customer',
  'custom',
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** How far a notification has come. SENT and SKIPPED are final; FAILED is final unless somebody asks for a retry. */
export const NOTIFICATION_STATUSES = ['PENDING', 'SENDING', 'SENT', 'FAILED', 'SKIPPED'] as const;
export type NotificationStatus = (typeof NOTIFICATION_STATUSES)[number];

/** What the notification concerns, such as `orderId`; flat, and shown to clients as it is. */
export type Metadata = Readonly<Record<string, string | number | boolean | null>>;

/** The words, ready to be sent. `letter` is the same message for mail programs that show HTML, which is written of it then. */
export interface Message {
  /** One line, without control characters. */
  readonly subject: string;
  readonly text: string;
  readonly letter?: Letter;
}

/** Whom to tell; or why nobody is told, and whom that would have been where it is known. */
export type Addressee =
  { readonly recipient: string } | { readonly unreachable: string; readonly recipient?: string };

/** The decision to tell somebody something. */
export interface Intent {
  readonly kind: NotificationKind;
  readonly channel: Channel;
  readonly addressee: Addressee;
  /** Not to be sent any sooner. */
  readonly notBefore?: Date;
  readonly message: Message;
  readonly metadata: Metadata;
  /** What asks for it. With a `causationid` it is an event, which gets each kind of notification once per recipient. */
  readonly cause: Cause;
  /** What there is one such notification of, if not the event: of an event that concerns many without an address. */
  readonly oneOf?: string;
}

/** A notification as it is stored at first: due at once or later, or skipped because there is nobody to tell. */
export interface NewNotification {
  readonly id: string;
  readonly eventId: string;
  readonly kind: NotificationKind;
  readonly channel: Channel;
  readonly recipient: string | null;
  readonly message: Message;
  readonly metadata: Metadata;
  readonly cause: StoredCause;
  readonly status: 'PENDING' | 'SKIPPED';
  /** Why it is skipped. */
  readonly error: string | null;
  /** Not to be sent any sooner; null if it is due at once. */
  readonly notBefore: Date | null;
}

/** What led to a notification: passed on to the events about its outcome. The tenant is that of the database. */
export type StoredCause = Omit<Cause, 'tenant'>;

/** The intent as a notification of the given id. */
export function notificationOf(id: string, { addressee, cause, oneOf, ...intent }: Intent): NewNotification {
  const { tenant: _, ...storedCause } = cause;
  const error = 'unreachable' in addressee ? addressee.unreachable : null;
  return {
    id,
    ...intent,
    eventId: oneOf ?? cause.causationid ?? id,
    cause: storedCause,
    recipient: addressee.recipient ?? null,
    status: error === null ? 'PENDING' : 'SKIPPED',
    error,
    notBefore: intent.notBefore ?? null,
  };
}

/** A notification as it is stored. */
export interface Notification {
  /** UUIDv7, so that ids sort by age. */
  readonly id: string;
  readonly kind: NotificationKind;
  readonly channel: Channel;
  /** None if nobody could be told. */
  readonly recipient: string | null;
  readonly subject: string;
  readonly message: string;
  readonly metadata: Metadata;
  readonly status: NotificationStatus;
  /** How often sending it has been tried; a provider that could not be reached does not count. */
  readonly attempts: number;
  /** Why it was skipped, or how the last attempt failed. */
  readonly error: string | null;
  /** Times are RFC 3339, UTC. */
  readonly sentAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}
