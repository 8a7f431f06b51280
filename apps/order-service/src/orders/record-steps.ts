import type { Tx } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import { ChangedOrders } from './changed-orders.js';
import { Decisions } from './decisions.js';
import type { TakenStep } from './domain/order.js';
import { OrderRepository } from './persistence/order.repository.js';
import { SagaMetrics } from './saga-metrics.js';

/** The one way in which steps become true: stored, told to the others, and hinted at to whoever waits here. */
@Injectable()
export class RecordSteps {
  constructor(
    private readonly orders: OrderRepository,
    private readonly decisions: Decisions,
    private readonly changed: ChangedOrders,
    private readonly sagas: SagaMetrics,
  ) {}

  /** Records steps of orders that are locked, those of one order one after another. None at all is fine. */
  execute(tx: Tx, steps: readonly TakenStep[]): void {
    if (steps.length === 0) return;
    this.orders.saveSteps(tx, steps);
    tx.publish(...steps.map(({ event }) => event));
    const latest = [...new Map(steps.map(({ order }) => [order.id, order])).values()];
    tx.afterCommit(() => {
      this.decisions.announce(tx.tenant, latest);
      this.changed.announce(latest);
      this.sagas.taken(steps);
    });
  }
}
