import { Module } from '@nestjs/common';
import { StockModule } from '../stock/stock.module.js';
import { FindReservation } from './find-reservation.js';
import { CommitStockOnOrderDelivered } from './handlers/commit-stock-on-order-delivered.js';
import { CommitStockOnOrderShipped } from './handlers/commit-stock-on-order-shipped.js';
import { ReleaseStockOnOrderCancelled } from './handlers/release-stock-on-order-cancelled.js';
import { ReserveStockOnOrderCreated } from './handlers/reserve-stock-on-order-created.js';
import { ReservationsController } from './http/reservations.controller.js';
import { ReservationRepository } from './persistence/reservation.repository.js';
import { SettleReservations } from './settle-reservations.js';

/** What is held for orders. */
@Module({
  imports: [StockModule],
  controllers: [
    ReservationsController,
    ReserveStockOnOrderCreated,
    CommitStockOnOrderShipped,
    CommitStockOnOrderDelivered,
    ReleaseStockOnOrderCancelled,
  ],
  providers: [FindReservation, ReservationRepository, SettleReservations],
})
export class ReservationsModule {}
