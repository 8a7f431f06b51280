// @ts-check
import { iso } from './pipeline.mjs';

/** @typedef {import('./types.mjs').Queryable} Queryable */
/** @typedef {import('./types.mjs').Notification & { at: string, writtenAt: string }} DatedNotification */

/** The event that each kind of letter is written for. @type {Readonly<Record<string, string>>} */
export const WRITTEN_ON = {
  'order-received': 'order.created',
  'payment-requested': 'order.payment_requested',
  'order-confirmed': 'order.confirmed',
  'order-changed': 'order.updated',
  'order-shipped': 'order.shipped',
  'order-delivered': 'order.delivered',
  'order-cancelled': 'order.cancelled',
  'refund-due': 'order.refund_due',
};

// Somebody may have asked for any number of them; the first are enough to be looked at.
const MOST = 200;

const NOTIFICATIONS = `
  SELECT id, kind, channel, recipient, status, attempts, error, sent_at AS "sentAt", created_at AS "createdAt",
         updated_at AS "updatedAt"
  FROM notifications WHERE metadata ->> 'orderId' = $1 ORDER BY id LIMIT ${MOST}`;

/** Who was told what about an order, and how that went. @param {Queryable} db @param {string} orderId @returns {Promise<DatedNotification[]>} */
export async function notificationsOf(db, orderId) {
  /** @type {(import('./types.mjs').Notification & { sentAt: Date | null, createdAt: Date, updatedAt: Date })[]} */
  const rows = await db.query(NOTIFICATIONS, [orderId]);
  return rows.map(({ sentAt, createdAt, updatedAt, ...notification }) => ({
    ...notification,
    at: iso(sentAt ?? (notification.status === 'FAILED' ? updatedAt : createdAt)),
    writtenAt: iso(createdAt),
  }));
}
