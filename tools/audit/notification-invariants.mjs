// @ts-check
import { byDeadline, invariant } from './invariant.mjs';

const ofNotifications = {
  database: /** @type {const} */ ('notification'),
  severity: /** @type {const} */ ('violation'),
};

const overdue = (/** @type {string} */ status) => `
  SELECT id, kind, channel, recipient, metadata ->> 'orderId' AS "orderId", attempts, error, next_attempt_at AS since
  FROM notifications
  WHERE status = '${status}' AND extract(epoch FROM now() - next_attempt_at) * 1000 > $1
  ORDER BY next_attempt_at, id`;

/** What always holds of the notifications by themselves. */
export const notificationInvariants = [
  invariant(
    {
      ...ofNotifications,
      name: 'claims-end',
      explanation: 'No notification is being sent beyond the deadline after its lease has ended.',
      means:
        'Whoever was sending it died, and no instance of the notification service has taken it up again.',
      remedy: 'See whether the notification service runs, and what its log says of the channel.',
    },
    overdue('SENDING'),
    byDeadline,
  ),
  invariant(
    {
      ...ofNotifications,
      name: 'due-notifications-go-out',
      explanation: 'No notification is due for longer than the deadline.',
      means: 'The provider is away or refuses, or the limit per second is too low for what is due.',
      remedy: 'See [notifications that wait](operations.md#notifications-that-wait).',
    },
    overdue('PENDING'),
    byDeadline,
  ),
];
