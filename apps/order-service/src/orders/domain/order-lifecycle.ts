import { IllegalOrderStep } from './order.errors.js';

/** Each status with the steps it may take; a status without steps is final. */
export const ORDER_LIFECYCLE = {
  PENDING: { confirm: 'CONFIRMED', cancel: 'CANCELLED' },
  CONFIRMED: { ship: 'SHIPPED', deliver: 'DELIVERED', cancel: 'CANCELLED' },
  SHIPPED: { deliver: 'DELIVERED', cancel: 'CANCELLED' },
  DELIVERED: {},
  CANCELLED: {},
} as const;

/** The status that every order is placed in. */
export const INITIAL_STATUS = 'PENDING' satisfies OrderStatus;

type Lifecycle = typeof ORDER_LIFECYCLE;
export type OrderStatus = keyof Lifecycle;
export type OrderStep = { [S in OrderStatus]: keyof Lifecycle[S] }[OrderStatus];

// The annotation also proves that every step above leads to a status that exists.
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
