import { BackInStock } from './inventory/back-in-stock.js';
import { LowStock } from './inventory/low-stock.js';
import { ProductUpdated } from './inventory/product-updated.js';
import { ReservationFailed } from './inventory/reservation-failed.js';
import { StockCommitted } from './inventory/stock-committed.js';
import { StockReleased } from './inventory/stock-released.js';
import { StockReserved } from './inventory/stock-reserved.js';
import type { Choreography } from './kernel/index.js';
import { NotificationFailed } from './notification/notification-failed.js';
import { NotificationSent } from './notification/notification-sent.js';
import { OrderCancelled } from './order/order-cancelled.js';
import { OrderConfirmed } from './order/order-confirmed.js';
import { OrderCreated } from './order/order-created.js';
import { OrderDelivered } from './order/order-delivered.js';
import { OrderShipped } from './order/order-shipped.js';
import { orderStream, productStream, reservationStream } from './streams.js';

/** The whole saga: every event there is, and who does something about it. */
export const WAYBILL: Choreography = {
  contracts: [
    OrderCreated,
    OrderConfirmed,
    OrderShipped,
    OrderDelivered,
    OrderCancelled,
    StockReserved,
    ReservationFailed,
    StockCommitted,
    StockReleased,
    ProductUpdated,
    LowStock,
    BackInStock,
    NotificationSent,
    NotificationFailed,
  ],
  subscriptions: [
    {
      subscriber: 'inventory',
      stream: orderStream,
      handles: [OrderCreated, OrderShipped, OrderDelivered, OrderCancelled],
      ignores: [OrderConfirmed],
    },
    {
      subscriber: 'notification',
      stream: orderStream,
      handles: [OrderCreated, OrderConfirmed, OrderShipped, OrderDelivered, OrderCancelled],
      ignores: [],
    },
    {
      subscriber: 'order',
      stream: reservationStream,
      handles: [StockReserved, ReservationFailed],
      ignores: [StockCommitted, StockReleased],
    },
    {
      subscriber: 'order',
      stream: productStream,
      handles: [ProductUpdated],
      ignores: [LowStock, BackInStock],
    },
    {
      subscriber: 'notification',
      stream: productStream,
      handles: [LowStock, BackInStock],
      ignores: [ProductUpdated],
    },
  ],
};
