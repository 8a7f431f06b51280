import { StockReserved } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import { Inject } from '@nestjs/common';
import { INITIAL_STATUS } from '../domain/order-lifecycle.js';
import { stockHeld } from '../domain/order-payment.js';
import { FollowReservations } from '../follow-reservations.js';
import { PAYMENT_WINDOW_MS } from '../payment-window.js';

/** Confirms orders whose stock is held for them, or asks for their payment where that comes first. */
@HandlesEvent(StockReserved)
export class ConfirmOrderOnStockReserved implements EventHandler<StockReserved> {
  constructor(
    private readonly reservations: FollowReservations,
    @Inject(PAYMENT_WINDOW_MS) private readonly paymentWindowMs: number,
  ) {}

  handle(reserved: EventBatch<StockReserved>, tx: Tx): Promise<void> {
    return this.reservations.follow(tx, reserved, (order, _event, occasion) =>
      order.status === INITIAL_STATUS ? stockHeld(order, this.paymentWindowMs, occasion) : [],
    );
  }
}
