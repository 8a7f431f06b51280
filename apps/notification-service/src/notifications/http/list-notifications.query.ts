import { channel } from '@app/contracts';
import { listQuery, moment, queryFlag, someOf } from '@app/platform';
import { z } from 'zod';
import type { NotificationFilter } from '../domain/notification-filter.js';
import { NOTIFICATION_KINDS, NOTIFICATION_STATUSES } from '../domain/notification.js';

/** A recipient to look for in a path: an address or a number. */
export const recipientParameter = z.string().min(1).max(254).meta({ example: 'ada@example.org' });

// In a query the endpoint of a push subscription has room too.
const recipient = z.string().min(1).max(2048).meta({ example: 'ada@example.org' });

const filters = listQuery.extend({
  status: someOf(NOTIFICATION_STATUSES, ['FAILED', 'SKIPPED']).optional(),
  sent: queryFlag().optional().meta({ description: 'Only what has been sent, or only what has not.' }),
  type: channel.optional().meta({ example: 'EMAIL' }),
  channel: channel.optional().meta({ description: 'Another name for `type`.' }),
  kind: z.enum(NOTIFICATION_KINDS).optional().meta({ example: 'order-confirmed' }),
  orderId: z.uuid().toLowerCase().optional().meta({ example: '0198c0de-6f10-7aaa-9d2e-112233445566' }),
  createdFrom: moment
    .optional()
    .meta({ example: '2026-01-01T00:00:00Z', description: 'Stored at this moment or later.' }),
  createdTo: moment
    .optional()
    .meta({ example: '2026-02-01T00:00:00Z', description: 'Stored before this moment.' }),
});

function checkNames(
  { type, channel: other }: z.output<typeof filters>,
  context: z.core.$RefinementCtx,
): void {
  if (type === undefined || other === undefined || type === other) return;
  context.addIssue({
    code: 'custom',
    path: ['channel'],
    message: 'says another than type, which means the same',
  });
}

/** Query of `GET /notifications/recipient/:recipient`. */
export const recipientNotificationsQuery = filters.superRefine(checkNames);
export type RecipientNotificationsQuery = z.output<typeof recipientNotificationsQuery>;

/** Query of `GET /notifications`. */
export const notificationsQuery = filters.extend({ recipient: recipient.optional() }).superRefine(checkNames);
export type NotificationsQuery = z.output<typeof notificationsQuery>;

/** Which notifications a query is about. */
export function filterIn(query: RecipientNotificationsQuery | NotificationsQuery): NotificationFilter {
  const {
    limit: _l,
    cursor: _c,
    page: _p,
    per_page: _pp,
    status,
    sent,
    type,
    channel: other,
    ...filter
  } = query;
  return { ...filter, channel: type ?? other, statuses: statusesIn(status, sent) };
}

function statusesIn(
  given: NotificationFilter['statuses'],
  sent: boolean | undefined,
): NotificationFilter['statuses'] {
  if (sent === undefined) return given;
  return (given ?? NOTIFICATION_STATUSES).filter((status) => (status === 'SENT') === sent);
}
