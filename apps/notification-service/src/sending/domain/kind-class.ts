import type { NotificationKind } from '../../notifications/domain/notification.js';

/** What notifications can be about, in few words: for metrics. */
export const KIND_CLASSES = ['order', 'payment', 'stock', 'custom'] as const;
export type KindClass = (typeof KIND_CLASSES)[number];

const PAYMENT: ReadonlySet<string> = new Set(['payment-requested', 'refund-due']);

/** The class of a kind; every kind has one, also those to come. */
export function kindClassOf(kind: NotificationKind): KindClass {
  if (PAYMENT.has(kind)) return 'payment';
  if (kind.startsWith('order-')) return 'order';
  return kind.includes('stock') ? 'stock' : 'custom';
}
