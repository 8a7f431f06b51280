import { fingerprint } from '@app/platform';
import { needsLink } from '../../orders/domain/order-payment.js';
import type { Order } from '../../orders/domain/order.js';
import type { LinkRequest } from './payment-provider.js';

/**
 * What to ask a provider for on behalf of an order; `undefined` if the order does not wait for a link. Its key changes
 * with all that the customer would see, and with the link that it replaces: an order that costs again what it did
 * must not get back the link that has been closed in between.
 */
export function linkRequestFor(order: Order, tenant: string): LinkRequest | undefined {
  const { id: orderId, lines, total, contact, payment } = order;
  if (!needsLink(order) || payment?.expiresAt === undefined) return undefined;
  const request = {
    orderId,
    tenant,
    total,
    lines,
    customerEmail: contact?.email,
    expiresAt: payment.expiresAt,
  };
  const version = fingerprint({ ...request, replaces: payment.reference });
  return { ...request, idempotencyKey: `${orderId}-${version}` };
}
