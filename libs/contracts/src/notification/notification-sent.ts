import { defineEvent, type EventOf } from '../kernel/index.js';
import { notificationStream } from '../streams.js';
import { notificationOutcome } from './shapes.js';

/** The provider took the message. */
export const NotificationSent = defineEvent({
  type: 'notification.sent',
  version: 1,
  stream: notificationStream,
  description: 'The provider took the message.',
  data: notificationOutcome,
});
export type NotificationSent = EventOf<typeof NotificationSent>;
