import { Module } from '@nestjs/common';
import { PricesModule } from '../prices/prices.module.js';
import { AdvanceOrder } from './advance-order.js';
import { AwaitDecision } from './await-decision.js';
import { DecidePendingOrders } from './decide-pending-orders.js';
import { Decisions } from './decisions.js';
import { FindOrder } from './find-order.js';
import { CancelOrderOnReservationFailed } from './handlers/cancel-order-on-reservation-failed.js';
import { ConfirmOrderOnStockReserved } from './handlers/confirm-order-on-stock-reserved.js';
import { OrderStepsController } from './http/order-steps.controller.js';
import { OrdersController } from './http/orders.controller.js';
import { ListOrders } from './list-orders.js';
import { OrderRepository } from './persistence/order.repository.js';
import { PlaceOrder } from './place-order.js';

/** Orders: placed and moved along over HTTP, decided by the events of inventory. */
@Module({
  imports: [PricesModule],
  controllers: [
    OrdersController,
    OrderStepsController,
    ConfirmOrderOnStockReserved,
    CancelOrderOnReservationFailed,
  ],
  providers: [
    PlaceOrder,
    AwaitDecision,
    AdvanceOrder,
    FindOrder,
    ListOrders,
    DecidePendingOrders,
    Decisions,
    OrderRepository,
  ],
})
export class OrdersModule {}
