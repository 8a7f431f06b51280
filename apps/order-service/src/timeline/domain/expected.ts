import {
  OrderChangeRequested,
  OrderCompleted,
  OrderCreated,
  OrderDelivered,
  OrderPaid,
  OrderPaymentRequested,
  OrderReopened,
  OrderShipped,
  OrderUpdated,
} from '@app/contracts';
import type { HistoryEntry, Order } from '../../orders/domain/order.js';
import { nextStatuses, type OrderStatus } from '../../orders/domain/order-lifecycle.js';
import { needsLink } from '../../orders/domain/order-payment.js';
import { sagaOf } from '../../orders/domain/saga-state.js';

/** Who can take an order on. */
export const EXPECTED_FROM = ['inventory', 'payment-provider', 'customer', 'shop'] as const;

/** What would take an order on. */
export interface Expected {
  /** Any of these events. */
  readonly waitingFor: readonly string[];
  readonly from: (typeof EXPECTED_FROM)[number];
  readonly since: string;
  /** When the order ends unless it has come. */
  readonly expiresAt?: string | undefined;
}

/** How the shop tells that it has brought an order to a status. */
const BY_SHOP: Partial<Record<OrderStatus, string>> = {
  PROCESSING: OrderUpdated.type,
  SHIPPED: OrderShipped.type,
  DELIVERED: OrderDelivered.type,
  COMPLETED: OrderCompleted.type,
};

/** The next step that is expected of an order; none when it has come to its end and owes nothing. */
export function expected(order: Order, history: readonly HistoryEntry[]): Expected | undefined {
  const { step, waitingFor } = sagaOf(order);
  const since = (...events: readonly string[]) =>
    history.findLast(({ event }) => events.includes(event))?.at ?? order.updatedAt;
  switch (step) {
    case 'RESERVING':
      return { waitingFor, from: 'inventory', since: since(OrderCreated.type, OrderReopened.type) };
    case 'CHANGING':
      return { waitingFor, from: 'inventory', since: since(OrderChangeRequested.type) };
    case 'PAYING':
      return payment(order, enteredAt(order, history));
    case 'SERVING':
      return { waitingFor: ofShop(order.status), from: 'shop', since: enteredAt(order, history) };
    case 'ENDED':
      return refund(order);
  }
}

/** When the order came to its status. */
const enteredAt = ({ status, updatedAt }: Order, history: readonly HistoryEntry[]): string =>
  history.findLast(({ from, to }) => to === status && from !== to)?.at ?? updatedAt;

const ofShop = (status: OrderStatus): string[] => nextStatuses(status).flatMap((next) => BY_SHOP[next] ?? []);

function payment(order: Order, since: string): Expected {
  const expiresAt = order.payment?.expiresAt;
  return needsLink(order)
    ? { waitingFor: [OrderPaymentRequested.type], from: 'payment-provider', since, expiresAt }
    : { waitingFor: [OrderPaid.type], from: 'customer', since, expiresAt };
}

/** An order that has ended may still owe money, which people give back. */
function refund({ refunds = [] }: Order): Expected | undefined {
  const owed = refunds.find(({ settledAt }) => settledAt === undefined);
  return owed && { waitingFor: [OrderUpdated.type], from: 'shop', since: owed.at };
}
