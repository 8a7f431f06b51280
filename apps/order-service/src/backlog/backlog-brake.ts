import { Transactions } from '@app/messaging';
import { Brakes, Chores, DEFAULT_TENANT, MetricsRegistry } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import { backlogAfter, NO_BACKLOG, secondsToResume } from './domain/backlog.js';
import { PendingOrdersRepository } from './persistence/pending-orders.repository.js';

/** Injects how many orders may be pending before new ones are refused: `number`. */
export const PENDING_ORDERS_MAX = Symbol('order.pending-orders-max');

// How far past the limit is counted, for the estimate of how long it takes to get below it.
const COUNTED_PAST_LIMIT = 1.5;

/**
 * Has new orders refused while too many of those accepted before are undecided, whatever the reason: what the others
 * cannot keep up with, or a broker that is away for very long. A look a second; what is accepted between two looks may
 * exceed the limit.
 */
@Injectable()
export class BacklogBrake {
  private backlog = NO_BACKLOG;

  constructor(
    private readonly transactions: Transactions,
    private readonly pending: PendingOrdersRepository,
    @Inject(PENDING_ORDERS_MAX) private readonly most: number,
    brakes: Brakes,
    registry: MetricsRegistry,
    chores: Chores,
  ) {
    chores.add({ name: 'count pending orders', everyMs: 1_000, work: () => this.look() });
    brakes.add({
      name: 'backlog',
      retryAfterSeconds: () => (this.backlog.isTooLong ? secondsToResume(this.backlog, most) : undefined),
    });
    registry.liveGauge('waybill_pending_orders', 'Orders that nothing has been decided on.', (gauge) =>
      gauge.set(this.backlog.pending),
    );
    registry.liveGauge(
      'waybill_pending_orders_drain_per_second',
      'How many fewer they become in a second.',
      (gauge) => gauge.set(this.backlog.drainPerSecond),
    );
  }

  // While the database is away, what was seen last holds; no order is accepted then anyway.
  private async look(): Promise<void> {
    const db = this.transactions.reader(DEFAULT_TENANT);
    const pending = await this.pending.count(db, Math.ceil(this.most * COUNTED_PAST_LIMIT));
    this.backlog = backlogAfter(this.backlog, { at: performance.now(), pending }, this.most);
  }
}
