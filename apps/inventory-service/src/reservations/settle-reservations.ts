import type { Tx } from '@app/messaging';
import { Clock } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { MoveStock } from '../stock/move-stock.js';
import type { ReservationStepName } from './domain/reservation.js';
import { productsMoved, settle, type SettlingEvent } from './domain/settle-reservations.js';
import { ReservationRepository } from './persistence/reservation.repository.js';
import { ReservationMetrics } from './reservation-metrics.js';

/** Commits or gives back what is held for orders, whole batches at a time. */
@Injectable()
export class SettleReservations {
  constructor(
    private readonly reservations: ReservationRepository,
    private readonly moveStock: MoveStock,
    private readonly clock: Clock,
    private readonly metrics: ReservationMetrics,
  ) {}

  /** Takes the step with the reservation of each event's order, where it still can be taken. */
  async execute(tx: Tx, step: ReservationStepName, events: readonly SettlingEvent[]): Promise<void> {
    const held = await this.reservations.lock(
      tx,
      events.map(({ data }) => data.orderId),
    );
    const steps = settle(step, held, events);
    if (steps.length === 0) return;

    this.reservations.save(
      tx,
      steps.map(({ reservation }) => reservation),
      this.clock.now(),
    );
    // crash point reservation-settled: reservations are settled whose stock has not moved
    const stock = await this.moveStock.lock(tx, productsMoved(steps));
    this.moveStock.execute(tx, stock, steps);
    const announced = steps.map(({ told }) => told);
    tx.publish(...announced);
    this.metrics.count(tx, announced);
  }
}
