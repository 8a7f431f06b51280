import { ReservationChanged } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import { applyChange } from '../domain/item-change.js';
import { FollowReservations } from '../follow-reservations.js';

/** Lets orders read as their customers wanted, now that the other goods are held for them. */
@HandlesEvent(ReservationChanged)
export class ChangeOrderOnReservationChanged implements EventHandler<ReservationChanged> {
  constructor(private readonly reservations: FollowReservations) {}

  handle(changed: EventBatch<ReservationChanged>, tx: Tx): Promise<void> {
    return this.reservations.follow(tx, changed, (order, { data }, occasion) =>
      applyChange(order, data.changeId, occasion),
    );
  }
}
