import type { OrderCancelled, OrderDelivered, OrderShipped } from '@app/contracts';
import type { LetterData, OrderData } from '../../templates/domain/letter-data.js';
import { type KnownOrder, orderDataOf } from './known-order.js';

/** Of an event that says nothing but that it happened: the order itself. */
export const justTheOrder = (_event: unknown, order: KnownOrder): OrderData => orderDataOf(order);

/** How to follow the goods, as far as that is known. */
export const orderShipped = ({ data }: OrderShipped, order: KnownOrder): LetterData['order-shipped'] => ({
  ...orderDataOf(order),
  carrier: data.carrier || null,
  trackingCompany: data.trackingCompany || null,
  trackingNumber: data.trackingNumber || null,
});

/** When the goods arrived, and who signed for them. */
export const orderDelivered = (
  { data }: OrderDelivered,
  order: KnownOrder,
): LetterData['order-delivered'] => ({
  ...orderDataOf(order),
  deliveredAt: data.deliveredAt,
  signature: data.signature || null,
});

/** Why the order will not be served. */
export const orderCancelled = (
  { data }: { readonly data: Pick<OrderCancelled['data'], 'code' | 'reason'> },
  order: KnownOrder,
): LetterData['order-cancelled'] => ({
  ...orderDataOf(order),
  code: data.code,
  reason: data.reason || null,
});
