import { OrderChangeRequested } from '@app/contracts';
import { HandlesEvent, type EventBatch, type EventHandler, type Tx } from '@app/messaging';
import { Clock } from '@app/platform';
import { MoveStock } from '../../stock/move-stock.js';
import { changeReservations, productsHeldOrWanted } from '../domain/change-reservations.js';
import { ReservationRepository } from '../persistence/reservation.repository.js';
import { ReservationMetrics } from '../reservation-metrics.js';

/** Holds other goods for each order, first come, first served: all that it wants instead, or what it held before. */
@HandlesEvent(OrderChangeRequested)
export class ChangeStockOnOrderChangeRequested implements EventHandler<OrderChangeRequested> {
  constructor(
    private readonly reservations: ReservationRepository,
    private readonly moveStock: MoveStock,
    private readonly clock: Clock,
    private readonly metrics: ReservationMetrics,
  ) {}

  async handle(requested: EventBatch<OrderChangeRequested>, tx: Tx): Promise<void> {
    const held = await this.reservations.lock(
      tx,
      requested.map(({ data }) => data.orderId),
    );
    const stock = await this.moveStock.lock(tx, productsHeldOrWanted(held, requested));
    const steps = changeReservations(stock, held, requested);
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
