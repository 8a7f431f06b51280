import type { Caller } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { DecideOnOrder, type OrderRequest } from './decide-on-order.js';
import { IllegalOrderStep } from './domain/order.errors.js';
import { nextStatuses, type OrderStatus } from './domain/order-lifecycle.js';
import { isTaken, type OrderCommand, takeStep } from './domain/order-steps.js';
import type { Order } from './domain/order.js';

/** The steps to the statuses that nobody can ask for: stock and payments bring an order there. */
const STEP_OF_SAGA = { PENDING: 'reopen', AWAITING_PAYMENT: 'awaitPayment', CONFIRMED: 'confirm' } as const;

/** Processes, ships, delivers, completes or cancels an order on request. */
@Injectable()
export class AdvanceOrder {
  constructor(private readonly decideOnOrder: DecideOnOrder) {}

  /**
   * The order after the step. A step that was taken before changes nothing and gives the order as it is, and so does a
   * status of the saga that it has. Throws `OrderNotFound`, what the precondition throws, and what `takeStep` throws.
   */
  execute(
    caller: Caller,
    request: OrderRequest,
    command: OrderCommand | keyof typeof STEP_OF_SAGA,
  ): Promise<Order> {
    return this.decideOnOrder.execute(caller, request, (order, occasion) => {
      if (typeof command === 'string') {
        assertIs(command, order.status);
        return [];
      }
      return isTaken(order, command) ? [] : takeStep(order, command, occasion);
    });
  }
}

function assertIs(wanted: keyof typeof STEP_OF_SAGA, status: OrderStatus): void {
  if (status !== wanted) throw new IllegalOrderStep(STEP_OF_SAGA[wanted], status, nextStatuses(status));
}
