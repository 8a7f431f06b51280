import { Module } from '@nestjs/common';
import { StockModule } from '../stock/stock.module.js';
import { ExpireReservations } from './expire-reservations.js';
import { ExpiryLoop } from './expiry-loop.js';
import { FindReservation } from './find-reservation.js';
import { ChangeStockOnOrderChangeRequested } from './handlers/change-stock-on-order-change-requested.js';
import { CommitStockOnOrderDelivered } from './handlers/commit-stock-on-order-delivered.js';
import { CommitStockOnOrderShipped } from './handlers/commit-stock-on-order-shipped.js';
import { KeepStockOnOrderPaid } from './handlers/keep-stock-on-order-paid.js';
import { ReleaseStockOnOrderCancelled } from './handlers/release-stock-on-order-cancelled.js';
import { ReserveStockOnOrderCreated } from './handlers/reserve-stock-on-order-created.js';
import { ReserveStockOnOrderReopened } from './handlers/reserve-stock-on-order-reopened.js';
import { ReservationsController } from './http/reservations.controller.js';
import { ListReservations } from './list-reservations.js';
import { ReservationRepository } from './persistence/reservation.repository.js';
import { ReservationList } from './persistence/reservation.list.js';
import { ReservationMetrics } from './reservation-metrics.js';
import { SettleReservations } from './settle-reservations.js';

/** What is held for orders. */
@Module({
  imports: [StockModule],
  controllers: [
    ReservationsController,
    ReserveStockOnOrderCreated,
    ReserveStockOnOrderReopened,
    ChangeStockOnOrderChangeRequested,
    KeepStockOnOrderPaid,
    CommitStockOnOrderShipped,
    CommitStockOnOrderDelivered,
    ReleaseStockOnOrderCancelled,
  ],
  providers: [
    ExpireReservations,
    ExpiryLoop,
    FindReservation,
    ListReservations,
    ReservationList,
    ReservationRepository,
    ReservationMetrics,
    SettleReservations,
  ],
})
export class ReservationsModule {}
