import { channel } from '@app/contracts';
import { pageQuery } from '@app/platform';
import { z } from 'zod';
import { NOTIFICATION_KINDS, NOTIFICATION_STATUSES } from '../domain/notification.js';

/** A recipient to look for, in a path or a query. */
export const recipientParameter = z.string().min(1).max(254);

const ofRecipient = pageQuery.extend({
  status: z.enum(NOTIFICATION_STATUSES).optional(),
  sent: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ description: 'Only what has been sent, or only what has not.' }),
  type: channel.optional(),
  kind: z.enum(NOTIFICATION_KINDS).optional(),
  orderId: z.uuid().toLowerCase().optional(),
});

/** Query of `GET /notifications/recipient/:recipient`. */
export const recipientNotificationsQuery = ofRecipient;
export type RecipientNotificationsQuery = z.output<typeof recipientNotificationsQuery>;

/** Query of `GET /notifications`. */
export const notificationsQuery = ofRecipient.extend({ recipient: recipientParameter.optional() });
export type NotificationsQuery = z.output<typeof notificationsQuery>;
