import { Module } from '@nestjs/common';
import { ChannelsModule } from '../channels/channels.module.js';
import { SendingModule } from '../sending/sending.module.js';
import { AlertShop } from './alert-shop.js';
import { FindNotification } from './find-notification.js';
import { AlertShopOnBackInStock } from './handlers/alert-shop-on-back-in-stock.js';
import { AlertShopOnLowStock } from './handlers/alert-shop-on-low-stock.js';
import { TellCustomerOnOrderCancelled } from './handlers/tell-customer-on-order-cancelled.js';
import { TellCustomerOnOrderConfirmed } from './handlers/tell-customer-on-order-confirmed.js';
import { TellCustomerOnOrderCreated } from './handlers/tell-customer-on-order-created.js';
import { TellCustomerOnOrderDelivered } from './handlers/tell-customer-on-order-delivered.js';
import { TellCustomerOnOrderShipped } from './handlers/tell-customer-on-order-shipped.js';
import { NotificationsController } from './http/notifications.controller.js';
import { ListNotifications } from './list-notifications.js';
import { NotificationListRepository } from './persistence/notification-list.repository.js';
import { NotificationRepository } from './persistence/notification.repository.js';
import { OrderContactRepository } from './persistence/order-contact.repository.js';
import { QueueNotifications } from './queue-notifications.js';
import { RequestNotification } from './request-notification.js';
import { RetryNotification } from './retry-notification.js';
import { TellCustomers } from './tell-customers.js';

/** Who is told what: decided by events or by clients, stored here, sent elsewhere. */
@Module({
  imports: [ChannelsModule, SendingModule],
  controllers: [
    NotificationsController,
    TellCustomerOnOrderCreated,
    TellCustomerOnOrderConfirmed,
    TellCustomerOnOrderShipped,
    TellCustomerOnOrderDelivered,
    TellCustomerOnOrderCancelled,
    AlertShopOnLowStock,
    AlertShopOnBackInStock,
  ],
  providers: [
    AlertShop,
    FindNotification,
    ListNotifications,
    NotificationListRepository,
    NotificationRepository,
    OrderContactRepository,
    QueueNotifications,
    RequestNotification,
    RetryNotification,
    TellCustomers,
  ],
})
export class NotificationsModule {}
