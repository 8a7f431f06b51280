import type { DomainEvent } from '@app/contracts';
import type { EventBatch, Tx } from '@app/messaging';
import { Clock } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { Decisions } from './decisions.js';
import type { Order } from './domain/order.js';
import { INITIAL_STATUS } from './domain/order-lifecycle.js';
import { type OrderCommand, takeStep } from './domain/order-steps.js';
import { OrderRepository } from './persistence/order.repository.js';

/** An event that says how the reservation of an order's stock ended. */
type ReservationOutcome = DomainEvent<string, { orderId: string }>;

const INVENTORY = 'service:inventory';

/** Ends the waiting of orders for their stock, in a constant number of statements for any number of them. */
@Injectable()
export class DecidePendingOrders {
  constructor(
    private readonly orders: OrderRepository,
    private readonly decisions: Decisions,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes the step that `commandFor` derives from each outcome. An order that no longer waits was cancelled meanwhile
   * and stays so: inventory gives its stock back when it hears of the cancellation.
   */
  async decide<Outcome extends ReservationOutcome>(
    outcomes: EventBatch<Outcome>,
    tx: Tx,
    commandFor: (order: Order, outcome: Outcome) => OrderCommand,
  ): Promise<void> {
    const orders = await this.orders.lock(
      tx,
      outcomes.map(({ data }) => data.orderId),
    );
    const at = this.clock.now().toISOString();
    const steps = outcomes.flatMap((causedBy) => {
      const order = orders.get(causedBy.data.orderId);
      if (!order) throw new Error('stock was asked for on behalf of an order that does not exist');
      if (order.status !== INITIAL_STATUS) return [];
      return [takeStep(order, commandFor(order, causedBy), { at, who: INVENTORY, causedBy })];
    });
    await this.orders.saveSteps(tx, steps);
    tx.publish(...steps.map(({ event }) => event));
    tx.afterCommit(() =>
      this.decisions.announce(
        tx.tenant,
        steps.map(({ order }) => order.id),
      ),
    );
  }
}
