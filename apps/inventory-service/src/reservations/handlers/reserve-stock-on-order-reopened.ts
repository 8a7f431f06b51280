import { OrderReopened } from '@app/contracts';
import { HandlesEvent, type EventBatch, type EventHandler, type Tx } from '@app/messaging';
import { Clock } from '@app/platform';
import { MoveStock } from '../../stock/move-stock.js';
import { productsIn, reserveAgain } from '../domain/reserve-in-order.js';
import { ReservationRepository } from '../persistence/reservation.repository.js';
import { ReservationMetrics } from '../reservation-metrics.js';

/** Tries again to hold stock for each order that was given up and paid for after all. */
@HandlesEvent(OrderReopened)
export class ReserveStockOnOrderReopened implements EventHandler<OrderReopened> {
  constructor(
    private readonly reservations: ReservationRepository,
    private readonly moveStock: MoveStock,
    private readonly clock: Clock,
    private readonly metrics: ReservationMetrics,
  ) {}

  async handle(reopened: EventBatch<OrderReopened>, tx: Tx): Promise<void> {
    const known = await this.reservations.lock(
      tx,
      reopened.map(({ data }) => data.orderId),
    );
    const stock = await this.moveStock.lock(tx, productsIn(reopened));
    const steps = reserveAgain(stock, known, reopened);
    this.reservations.save(
      tx,
      steps.map(({ reservation }) => reservation),
      this.clock.now(),
    );
    this.moveStock.execute(tx, stock, steps);
    const announced = steps.map(({ told }) => told);
    tx.publish(...announced);
    this.metrics.count(tx, announced);
  }
}
