import { BackInStock } from './inventory/back-in-stock.js';
import { LowStock } from './inventory/low-stock.js';
import { ProductUpdated } from './inventory/product-updated.js';
import { ReservationChangeRefused } from './inventory/reservation-change-refused.js';
import { ReservationChanged } from './inventory/reservation-changed.js';
import { ReservationExpired } from './inventory/reservation-expired.js';
import { ReservationFailed } from './inventory/reservation-failed.js';
import { StockCommitted } from './inventory/stock-committed.js';
import { StockReleased } from './inventory/stock-released.js';
import { StockReserved } from './inventory/stock-reserved.js';
import { SubscriptionAdded } from './inventory/subscription-added.js';
import { SubscriptionRemoved } from './inventory/subscription-removed.js';
import type { Choreography } from './kernel/index.js';
import { NotificationFailed } from './notification/notification-failed.js';
import { NotificationSent } from './notification/notification-sent.js';
import { OrderCancelledNotification } from './notification/order-cancelled-notification.js';
import { OrderNotification } from './notification/order-notification.js';
import { OrderCancelled } from './order/order-cancelled.js';
import { OrderChangeRequested } from './order/order-change-requested.js';
import { OrderCompleted } from './order/order-completed.js';
import { OrderConfirmed } from './order/order-confirmed.js';
import { OrderCreated } from './order/order-created.js';
import { OrderDelivered } from './order/order-delivered.js';
import { OrderPaid } from './order/order-paid.js';
import { OrderPaymentRequested } from './order/order-payment-requested.js';
import { OrderRefundDue } from './order/order-refund-due.js';
import { OrderReopened } from './order/order-reopened.js';
import { OrderShipped } from './order/order-shipped.js';
import { OrderUpdated } from './order/order-updated.js';
import { notificationRequestStream, orderStream, productStream, reservationStream } from './streams.js';

/** The whole saga: every event there is, and who does something about it. */
export const WAYBILL: Choreography = {
  contracts: [
    OrderCreated,
    OrderPaymentRequested,
    OrderPaid,
    OrderConfirmed,
    OrderChangeRequested,
    OrderUpdated,
    OrderShipped,
    OrderDelivered,
    OrderCompleted,
    OrderCancelled,
    OrderReopened,
    OrderRefundDue,
    StockReserved,
    ReservationFailed,
    ReservationChanged,
    ReservationChangeRefused,
    ReservationExpired,
    StockCommitted,
    StockReleased,
    ProductUpdated,
    LowStock,
    BackInStock,
    SubscriptionAdded,
    SubscriptionRemoved,
    NotificationSent,
    NotificationFailed,
    OrderNotification,
    OrderCancelledNotification,
  ],
  subscriptions: [
    {
      subscriber: 'inventory',
      stream: orderStream,
      handles: [
        OrderCreated,
        OrderPaid,
        OrderChangeRequested,
        OrderShipped,
        OrderDelivered,
        OrderCancelled,
        OrderReopened,
      ],
      ignores: [OrderConfirmed, OrderPaymentRequested, OrderUpdated, OrderCompleted, OrderRefundDue],
    },
    {
      subscriber: 'notification',
      stream: orderStream,
      handles: [
        OrderCreated,
        OrderPaymentRequested,
        OrderConfirmed,
        OrderUpdated,
        OrderShipped,
        OrderDelivered,
        OrderCancelled,
        OrderRefundDue,
      ],
      ignores: [OrderPaid, OrderChangeRequested, OrderCompleted, OrderReopened],
    },
    {
      subscriber: 'order',
      stream: reservationStream,
      handles: [
        StockReserved,
        ReservationFailed,
        ReservationChanged,
        ReservationChangeRefused,
        ReservationExpired,
      ],
      ignores: [StockCommitted, StockReleased],
    },
    {
      subscriber: 'order',
      stream: productStream,
      handles: [ProductUpdated],
      ignores: [LowStock, BackInStock, SubscriptionAdded, SubscriptionRemoved],
    },
    {
      subscriber: 'notification',
      stream: productStream,
      handles: [LowStock, BackInStock, SubscriptionAdded, SubscriptionRemoved],
      ignores: [ProductUpdated],
    },
    {
      subscriber: 'notification',
      stream: notificationRequestStream,
      handles: [OrderNotification, OrderCancelledNotification],
      ignores: [],
    },
  ],
};
