import type { Channel } from '@app/contracts';
import type { Metadata, Notification, NotificationKind, NotificationStatus } from '../domain/notification.js';

/** The columns that make up a notification as clients see it. */
export const NOTIFICATION_COLUMNS =
  'id, kind, channel, recipient, subject, message, metadata, status, attempts, error, sent_at, created_at, updated_at';

/** A row of `NOTIFICATION_COLUMNS`. */
export interface NotificationRow {
  readonly id: string;
  readonly kind: NotificationKind;
  readonly channel: Channel;
  readonly recipient: string | null;
  readonly subject: string;
  readonly message: string;
  readonly metadata: Metadata;
  readonly status: NotificationStatus;
  readonly attempts: number;
  readonly error: string | null;
  readonly sent_at: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export const notificationFrom = ({
  sent_at,
  created_at,
  updated_at,
  ...row
}: NotificationRow): Notification => ({
  ...row,
  sentAt: sent_at?.toISOString() ?? null,
  createdAt: created_at.toISOString(),
  updatedAt: updated_at.toISOString(),
});
