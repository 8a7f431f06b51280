import { Module } from '@nestjs/common';
import { PricesModule } from '../prices/prices.module.js';
import { AdvanceOrder } from './advance-order.js';
import { AwaitDecision } from './await-decision.js';
import { ChangeOrder } from './change-order.js';
import { ChangedOrders } from './changed-orders.js';
import { DecideOnOrder } from './decide-on-order.js';
import { Decisions } from './decisions.js';
import { DeleteOrder } from './delete-order.js';
import { EditShipping } from './edit-shipping.js';
import { FindOrder } from './find-order.js';
import { FollowReservations } from './follow-reservations.js';
import { CancelOrderOnReservationExpired } from './handlers/cancel-order-on-reservation-expired.js';
import { CancelOrderOnReservationFailed } from './handlers/cancel-order-on-reservation-failed.js';
import { ChangeOrderOnReservationChanged } from './handlers/change-order-on-reservation-changed.js';
import { ConfirmOrderOnStockReserved } from './handlers/confirm-order-on-stock-reserved.js';
import { KeepOrderOnChangeRefused } from './handlers/keep-order-on-change-refused.js';
import { OrderChangesController } from './http/order-changes.controller.js';
import { OrderPaymentsController } from './http/order-payments.controller.js';
import { OrderStepsController } from './http/order-steps.controller.js';
import { OrdersController } from './http/orders.controller.js';
import { ListOrders } from './list-orders.js';
import { OrderListRepository } from './persistence/order-list.repository.js';
import { OrderRepository } from './persistence/order.repository.js';
import { PaymentRepository } from './persistence/payment.repository.js';
import { PlaceOrder } from './place-order.js';
import { ReceivePayment } from './receive-payment.js';
import { RecordSteps } from './record-steps.js';
import { SagaMetrics } from './saga-metrics.js';
import { SettleRefunds } from './settle-refunds.js';

/** Orders: placed, changed and moved along over HTTP, decided by the events of inventory. */
@Module({
  imports: [PricesModule],
  controllers: [
    OrdersController,
    OrderChangesController,
    OrderStepsController,
    OrderPaymentsController,
    ConfirmOrderOnStockReserved,
    CancelOrderOnReservationFailed,
    ChangeOrderOnReservationChanged,
    KeepOrderOnChangeRefused,
    CancelOrderOnReservationExpired,
  ],
  providers: [
    PlaceOrder,
    ChangeOrder,
    EditShipping,
    AdvanceOrder,
    DeleteOrder,
    ReceivePayment,
    SettleRefunds,
    DecideOnOrder,
    RecordSteps,
    SagaMetrics,
    ChangedOrders,
    FollowReservations,
    AwaitDecision,
    Decisions,
    FindOrder,
    ListOrders,
    OrderRepository,
    OrderListRepository,
    PaymentRepository,
  ],
  exports: [DecideOnOrder, RecordSteps, ChangedOrders, ReceivePayment],
})
export class OrdersModule {}
