import { type Caller, isOwnOf, ownerOf } from '@app/platform';
import type { NotificationFilter } from './notification-filter.js';
import type { Notification } from './notification.js';

/** The filter that lets through no more than a caller may see: what the shop was told of a customer is not theirs. */
export function ownIn(
  filter: NotificationFilter,
  { principal }: Caller,
  alertRecipient: string | null,
): NotificationFilter {
  const customerId = ownerOf(principal);
  return customerId === undefined ? filter : { ...filter, customerId, exceptTo: alertRecipient ?? undefined };
}

/** Whether a caller may see a notification. */
export function isVisible(
  { metadata, recipient }: Notification,
  { principal }: Caller,
  alertRecipient: string | null,
): boolean {
  if (ownerOf(principal) === undefined) return true;
  const isAlert = recipient !== null && recipient.toLowerCase() === alertRecipient?.toLowerCase();
  return !isAlert && isOwnOf(principal, String(metadata['customerId']));
}
