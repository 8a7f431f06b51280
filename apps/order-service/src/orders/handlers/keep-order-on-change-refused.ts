import { ReservationChangeRefused } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import { refuseChange } from '../domain/item-change.js';
import { FollowReservations } from '../follow-reservations.js';

/** Leaves orders as they were when the other goods cannot be had, and says why. */
@HandlesEvent(ReservationChangeRefused)
export class KeepOrderOnChangeRefused implements EventHandler<ReservationChangeRefused> {
  constructor(private readonly reservations: FollowReservations) {}

  handle(refused: EventBatch<ReservationChangeRefused>, tx: Tx): Promise<void> {
    return this.reservations.follow(tx, refused, (order, { data }, occasion) =>
      refuseChange(order, data, occasion),
    );
  }
}
