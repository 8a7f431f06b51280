import { OrderCreated } from '@app/contracts';
import { HandlesEvent, type EventBatch, type EventHandler, type Tx } from '@app/messaging';
import { Clock } from '@app/platform';
import { MoveStock } from '../../stock/move-stock.js';
import { productsIn, reserveInOrder } from '../domain/reserve-in-order.js';
import { announcement } from '../domain/reservation.js';
import { ReservationRepository } from '../persistence/reservation.repository.js';

/** Holds stock for each order, first come, first served: all of its lines or none. */
@HandlesEvent(OrderCreated)
export class ReserveStockOnOrderCreated implements EventHandler<OrderCreated> {
  constructor(
    private readonly reservations: ReservationRepository,
    private readonly moveStock: MoveStock,
    private readonly clock: Clock,
  ) {}

  async handle(created: EventBatch<OrderCreated>, tx: Tx): Promise<void> {
    const stock = await this.moveStock.lock(tx, productsIn(created));
    const steps = reserveInOrder(stock, created);

    await this.reservations.insert(
      tx,
      steps.map(({ reservation }) => reservation),
      this.clock.now(),
    );
    await this.moveStock.execute(tx, stock, steps);
    tx.publish(...steps.map(({ reservation, cause }) => announcement(reservation, cause)));
  }
}
