import { type DomainEvent, type EventDraft, OrderUpdated } from '@app/contracts';
import type { Order } from './order.js';

/** The parts of an order that an `order.updated` can name. */
export type ChangedPart = OrderUpdated['data']['changed'][number];

/** Tells how the order reads now and which parts of it have changed. */
export const updated =
  (...changed: ChangedPart[]) =>
  (order: Order, origin?: { causedBy: DomainEvent }): EventDraft => {
    const { id: orderId, customerId, status, lines, total, contact } = order;
    const data = { orderId, customerId, changed, status, lines: [...lines], total, contact };
    return OrderUpdated.of(order, data, origin);
  };

/** Whether an event tells that the order has other goods than before. */
export const tellsOfItems = ({ contract, data }: EventDraft): boolean =>
  contract.type === OrderUpdated.type && (data as OrderUpdated['data']).changed.includes('items');
