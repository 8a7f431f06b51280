import type { DomainEvent } from '@app/contracts';
import type { EventBatch, Tx } from '@app/messaging';
import { Clock } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { Order, TakenStep } from './domain/order.js';
import type { Occasion } from './domain/take-step.js';
import { OrderRepository } from './persistence/order.repository.js';
import { RecordSteps } from './record-steps.js';

/** An event of what is held for an order. */
type ReservationEvent = DomainEvent<string, { orderId: string }>;

const INVENTORY = 'service:inventory';

/** Moves orders on as inventory says, in a constant number of statements for any number of them. */
@Injectable()
export class FollowReservations {
  constructor(
    private readonly orders: OrderRepository,
    private readonly recordSteps: RecordSteps,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes the steps that each event leads to. An order that no longer waits for it takes none: it was cancelled
   * meanwhile, and inventory gives its stock back when it hears of that.
   */
  async follow<Event extends ReservationEvent>(
    tx: Tx,
    events: EventBatch<Event>,
    stepsFor: (order: Order, event: Event, occasion: Occasion) => readonly TakenStep[],
  ): Promise<void> {
    const orders = await this.orders.lock(
      tx,
      events.map(({ data }) => data.orderId),
    );
    const at = this.clock.now().toISOString();
    const steps = events.flatMap((causedBy) => {
      const order = orders.get(causedBy.data.orderId);
      if (!order) throw new Error('stock was asked for on behalf of an order that does not exist');
      return stepsFor(order, causedBy, { at, who: INVENTORY, causedBy });
    });
    this.recordSteps.execute(tx, steps);
  }
}
