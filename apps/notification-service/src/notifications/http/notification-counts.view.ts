import { channel } from '@app/contracts';
import { z } from 'zod';
import type { NotificationCount } from '../domain/notification-filter.js';
import { NOTIFICATION_STATUSES } from '../domain/notification.js';

const notificationCount = z.object({
  type: channel,
  status: z.enum(NOTIFICATION_STATUSES),
  count: z.int().min(0),
  more: z.boolean().meta({ description: 'Whether there are more than were counted.' }),
});

/** How many notifications there are of each channel and status. */
export const notificationCounts = z.array(notificationCount).meta({
  example: [
    { type: 'EMAIL', status: 'PENDING', count: 3, more: false },
    { type: 'EMAIL', status: 'SENT', count: 100_000, more: true },
  ],
});
export type NotificationCounts = z.output<typeof notificationCounts>;

export const toNotificationCounts = (counts: readonly NotificationCount[]): NotificationCounts =>
  counts.map(({ channel: type, ...count }) => ({ type, ...count }));
