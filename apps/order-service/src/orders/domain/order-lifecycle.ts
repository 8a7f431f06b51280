import type { OrderStatus } from '@app/contracts';
import { IllegalOrderStep } from './order.errors.js';

/**
 * Each status with the steps it may take; a status without steps is final. Only an order that was cancelled for want of
 * payment can be reopened: by the payment, when it arrives after all.
 */
export const ORDER_LIFECYCLE = {
  PENDING: { confirm: 'CONFIRMED', awaitPayment: 'AWAITING_PAYMENT', cancel: 'CANCELLED' },
  AWAITING_PAYMENT: { confirm: 'CONFIRMED', cancel: 'CANCELLED' },
  CONFIRMED: { process: 'PROCESSING', ship: 'SHIPPED', deliver: 'DELIVERED', cancel: 'CANCELLED' },
  PROCESSING: { ship: 'SHIPPED', deliver: 'DELIVERED', cancel: 'CANCELLED' },
  SHIPPED: { deliver: 'DELIVERED', cancel: 'CANCELLED' },
  DELIVERED: { complete: 'COMPLETED' },
  COMPLETED: {},
  CANCELLED: { reopen: 'PENDING' },
} as const satisfies Record<OrderStatus, Partial<Record<string, OrderStatus>>>;

/** The status that every order is placed in. */
export const INITIAL_STATUS = 'PENDING' satisfies OrderStatus;

type Lifecycle = typeof ORDER_LIFECYCLE;
export type { OrderStatus };
export type OrderStep = { [S in OrderStatus]: keyof Lifecycle[S] }[OrderStatus];

const steps: Record<OrderStatus, Partial<Record<OrderStep, OrderStatus>>> = ORDER_LIFECYCLE;

/** Every status there is, in the order of the table. */
export const ORDER_STATUSES = Object.keys(ORDER_LIFECYCLE) as [OrderStatus, ...OrderStatus[]];

/** Whether the lifecycle has this step for an order of this status. */
export const canTake = (status: OrderStatus, step: OrderStep): boolean => step in steps[status];

/** The statuses that one step leads to, each once; none for a final status. */
export const nextStatuses = (status: OrderStatus): OrderStatus[] => [
  ...new Set(Object.values(steps[status])),
];

/** Where the step leads. Throws `IllegalOrderStep` if the lifecycle does not have it. */
export function statusAfter(status: OrderStatus, step: OrderStep): OrderStatus {
  const next = steps[status][step];
  if (!next) throw new IllegalOrderStep(step, status, nextStatuses(status));
  return next;
}

/** Whether the goods have not left yet, so that what is ordered and where it goes may still be changed. */
export const isBeforeShipping = (status: OrderStatus): boolean =>
  canTake(status, 'ship') || canTake(status, 'confirm');
