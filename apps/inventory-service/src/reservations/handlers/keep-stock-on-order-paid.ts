import { OrderPaid } from '@app/contracts';
import { HandlesEvent, type EventBatch, type EventHandler, type Tx } from '@app/messaging';
import { Clock } from '@app/platform';
import { ReservationRepository } from '../persistence/reservation.repository.js';

/** Holds for good what was held for a while only. */
@HandlesEvent(OrderPaid)
export class KeepStockOnOrderPaid implements EventHandler<OrderPaid> {
  constructor(
    private readonly reservations: ReservationRepository,
    private readonly clock: Clock,
  ) {}

  async handle(paid: EventBatch<OrderPaid>, tx: Tx): Promise<void> {
    const orderIds = paid.map(({ data }) => data.orderId);
    this.reservations.keep(tx, orderIds, this.clock.now());
  }
}
