import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { notificationStream } from '../streams.js';
import { notificationOutcome } from './shapes.js';

/** The message was given up: the provider refused it for good, or too often. */
export const NotificationFailed = defineEvent({
  type: 'notification.failed',
  version: 1,
  stream: notificationStream,
  description: 'The message was given up: the provider refused it for good, or too often.',
  data: notificationOutcome.extend({ error: z.string().max(1000), attempts: z.int().min(1) }),
});
export type NotificationFailed = EventOf<typeof NotificationFailed>;
