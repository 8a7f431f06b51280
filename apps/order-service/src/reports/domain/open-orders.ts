import type { OrderStatus } from '@app/contracts';

/** How many orders have a status, and how old the oldest of them is if something remains to be done about it. */
export interface StatusCount {
  readonly status: OrderStatus;
  readonly orders: number;
  /** Whole seconds since it was placed; absent for a status in which orders end, and without orders. */
  readonly oldestOpenSeconds?: number | undefined;
}

/** Whether orders of a status end in it. A late payment may reopen a cancelled one, but nobody waits for that. */
export const isOpen = (status: OrderStatus): boolean => status !== 'COMPLETED' && status !== 'CANCELLED';
