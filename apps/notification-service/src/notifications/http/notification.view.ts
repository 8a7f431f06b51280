import { channel } from '@app/contracts';
import { z } from 'zod';
import { type Notification, NOTIFICATION_KINDS, NOTIFICATION_STATUSES } from '../domain/notification.js';

const example = {
  id: '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5',
  type: 'EMAIL',
  kind: 'order-confirmed',
  status: 'SENT',
  recipient: 'ada@example.org',
  subject: 'Your order 0198c0de-6f10-7aaa-9d2e-112233445566 is confirmed',
  message: 'Everything you ordered is in stock and reserved for you.',
  metadata: { orderId: '0198c0de-6f10-7aaa-9d2e-112233445566' },
  sent: true,
  sentAt: '2026-01-02T09:30:01.250Z',
  error: null,
  retryCount: 0,
  createdAt: '2026-01-02T09:30:00.000Z',
  updatedAt: '2026-01-02T09:30:01.250Z',
};

/** A notification as clients see it. */
export const notificationView = z
  .object({
    id: z.uuid(),
    type: channel,
    kind: z.enum(NOTIFICATION_KINDS),
    status: z.enum(NOTIFICATION_STATUSES),
    recipient: z.string().nullable().meta({ description: 'Null if nobody could be told.' }),
    subject: z.string(),
    message: z.string(),
    metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    sent: z.boolean(),
    sentAt: z.iso.datetime().nullable(),
    error: z.string().nullable().meta({ description: 'Why it was skipped, or how the last attempt failed.' }),
    retryCount: z.int().meta({ description: 'How often it has been tried again after a first attempt.' }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ example });
export type NotificationView = z.output<typeof notificationView>;

/** A page of notifications. */
export const notificationViews = z.array(notificationView).meta({ example: [example] });

export const toNotificationView = ({
  channel: type,
  attempts,
  ...stored
}: Notification): NotificationView => ({
  id: stored.id,
  type,
  kind: stored.kind,
  status: stored.status,
  recipient: stored.recipient,
  subject: stored.subject,
  message: stored.message,
  metadata: stored.metadata,
  sent: stored.status === 'SENT',
  sentAt: stored.sentAt,
  error: stored.error,
  retryCount: Math.max(0, attempts - 1),
  createdAt: stored.createdAt,
  updatedAt: stored.updatedAt,
});
