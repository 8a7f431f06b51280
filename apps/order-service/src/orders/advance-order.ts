import { Transactions } from '@app/messaging';
import { type Caller, Clock } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { Decisions } from './decisions.js';
import { OrderNotFound } from './domain/order.errors.js';
import type { Order } from './domain/order.js';
import { isTaken, type OrderCommand, takeStep } from './domain/order-steps.js';
import { OrderRepository } from './persistence/order.repository.js';
import { nameOf } from './who.js';

/** A step that somebody asks an order to take. */
export interface StepRequest {
  readonly orderId: string;
  readonly command: OrderCommand;
  /** Looks at the order as it is, locked, and throws if the caller does not want the step under these conditions. */
  readonly precondition: (current: Order) => void;
}

/** Ships, delivers or cancels an order on request. Of two steps that exclude each other exactly one is taken. */
@Injectable()
export class AdvanceOrder {
  constructor(
    private readonly transactions: Transactions,
    private readonly orders: OrderRepository,
    private readonly decisions: Decisions,
    private readonly clock: Clock,
  ) {}

  /**
   * The order after the step. A step that was taken before changes nothing and gives the order as it is.
   * Throws `OrderNotFound`, what the precondition throws, and what `takeStep` throws.
   */
  execute(caller: Caller, { orderId, command, precondition }: StepRequest): Promise<Order> {
    return this.transactions.run(caller, async (tx) => {
      const order = (await this.orders.lock(tx, [orderId])).get(orderId);
      if (!order) throw new OrderNotFound(orderId);
      precondition(order);
      if (isTaken(order, command)) return order;

      const at = this.clock.now().toISOString();
      const step = takeStep(order, command, { at, who: nameOf(caller.principal) });
      await this.orders.saveSteps(tx, [step]);
      tx.publish(step.event);
      tx.afterCommit(() => this.decisions.announce(tx.tenant, [orderId]));
      return step.order;
    });
  }
}
