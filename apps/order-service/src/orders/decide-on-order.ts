import { Transactions } from '@app/messaging';
import type { Tx } from '@app/messaging';
import { type Caller, Clock } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { visible } from './domain/visible.js';
import type { Order, TakenStep } from './domain/order.js';
import type { Occasion } from './domain/take-step.js';
import { OrderRepository } from './persistence/order.repository.js';
import { RecordSteps } from './record-steps.js';
import { nameOf } from './who.js';

/** What somebody wants of one order. */
export interface OrderRequest {
  readonly orderId: string;
  /** Looks at the order as it is, locked, and throws if the caller does not want the step under these conditions. */
  readonly precondition?: (current: Order) => void;
  /** Whether a deleted order is meant as well. */
  readonly deleted?: boolean;
}

/** Decides on an order as it is, locked. May read and write in `tx`; no step at all leaves the order as it is. */
export type Decide = (
  order: Order,
  occasion: Occasion,
  tx: Tx,
) => readonly TakenStep[] | Promise<readonly TakenStep[]>;

/** The one way in which a request changes an order. Of two changes that exclude each other exactly one is made. */
@Injectable()
export class DecideOnOrder {
  constructor(
    private readonly transactions: Transactions,
    private readonly orders: OrderRepository,
    private readonly recordSteps: RecordSteps,
    private readonly clock: Clock,
  ) {}

  /** The order after the decision. Throws `OrderNotFound`, also for another customer's, and what the precondition and the decision throw. */
  execute(
    caller: Caller,
    { orderId, precondition, deleted = false }: OrderRequest,
    decide: Decide,
  ): Promise<Order> {
    return this.transactions.run(caller, async (tx) => {
      const found = (await this.orders.lock(tx, [orderId])).get(orderId);
      const { principal } = caller;
      const { order } = visible(found && { order: found }, {
        id: orderId,
        principal,
        includeDeleted: deleted,
      });
      precondition?.(order);

      const occasion = { at: this.clock.now().toISOString(), who: nameOf(principal) };
      const steps = await decide(order, occasion, tx);
      // crash point order-decided: an order is locked and decided on, and nothing of that is stored
      this.recordSteps.execute(tx, steps);
      return steps.at(-1)?.order ?? order;
    });
  }
}
