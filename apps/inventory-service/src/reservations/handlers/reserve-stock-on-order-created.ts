import { OrderCreated } from '@app/contracts';
import { HandlesEvent, type EventBatch, type EventHandler, type Tx } from '@app/messaging';
import { Clock } from '@app/platform';
import { Inject } from '@nestjs/common';
import { MoveStock } from '../../stock/move-stock.js';
import { productsIn, reserveInOrder } from '../domain/reserve-in-order.js';
import { ReservationRepository } from '../persistence/reservation.repository.js';
import { ReservationMetrics } from '../reservation-metrics.js';
import { RESERVATION_TTL_MS } from '../reservation-ttl.js';

/** Holds stock for each order, first come, first served: all of its lines or none. */
@HandlesEvent(OrderCreated)
export class ReserveStockOnOrderCreated implements EventHandler<OrderCreated> {
  constructor(
    private readonly reservations: ReservationRepository,
    private readonly moveStock: MoveStock,
    private readonly clock: Clock,
    private readonly metrics: ReservationMetrics,
    @Inject(RESERVATION_TTL_MS) private readonly ttlMs: number,
  ) {}

  async handle(created: EventBatch<OrderCreated>, tx: Tx): Promise<void> {
    const stock = await this.moveStock.lock(tx, productsIn(created));
    const now = this.clock.now();
    const steps = reserveInOrder(stock, created, new Date(now.getTime() + this.ttlMs));

    this.reservations.insert(
      tx,
      steps.map(({ reservation }) => reservation),
      now,
    );
    // crash point reservation-inserted: reservations are stored whose stock has not moved
    this.moveStock.execute(tx, stock, steps);
    // crash point stock-reserved: the stock has moved in a transaction that has not announced it
    const announced = steps.map(({ told }) => told);
    tx.publish(...announced);
    this.metrics.count(tx, announced);
  }
}
