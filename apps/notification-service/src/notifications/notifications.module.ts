import { Module } from '@nestjs/common';
import { ChannelsModule } from '../channels/channels.module.js';
import { SendingModule } from '../sending/sending.module.js';
import { SubscriptionsModule } from '../subscriptions/subscriptions.module.js';
import { TemplatesModule } from '../templates/templates.module.js';
import { AlertShop } from './alert-shop.js';
import { CountNotifications } from './count-notifications.js';
import { FindNotification } from './find-notification.js';
import { AlertShopOnLowStock } from './handlers/alert-shop-on-low-stock.js';
import { TellCustomerAndShopOnOrderRefundDue } from './handlers/tell-customer-and-shop-on-order-refund-due.js';
import { TellCustomerOnOrderCancelled } from './handlers/tell-customer-on-order-cancelled.js';
import { TellCustomerOnOrderCancelledNotification } from './handlers/tell-customer-on-order-cancelled-notification.js';
import { TellCustomerOnOrderConfirmed } from './handlers/tell-customer-on-order-confirmed.js';
import { TellCustomerOnOrderCreated } from './handlers/tell-customer-on-order-created.js';
import { TellCustomerOnOrderDelivered } from './handlers/tell-customer-on-order-delivered.js';
import { TellCustomerOnOrderPaymentRequested } from './handlers/tell-customer-on-order-payment-requested.js';
import { TellCustomerOnOrderShipped } from './handlers/tell-customer-on-order-shipped.js';
import { TellCustomerOnOrderUpdated } from './handlers/tell-customer-on-order-updated.js';
import { TellOnOrderNotification } from './handlers/tell-on-order-notification.js';
import { TellShopAndSubscribersOnBackInStock } from './handlers/tell-shop-and-subscribers-on-back-in-stock.js';
import { NotificationCountsController } from './http/notification-counts.controller.js';
import { NotificationsController } from './http/notifications.controller.js';
import { ListNotifications } from './list-notifications.js';
import { NotificationListRepository } from './persistence/notification-list.repository.js';
import { QueueModule } from './queue.module.js';
import { OrderContactRepository } from './persistence/order-contact.repository.js';
import { RequestAddressRepository } from './persistence/request-address.repository.js';
import { RequestNotification } from './request-notification.js';
import { RetryNotification } from './retry-notification.js';
import { TellCustomers } from './tell-customers.js';
import { TellOnRequest } from './tell-on-request.js';

/** Who is told what: decided by events or by clients, stored here, sent elsewhere. */
@Module({
  imports: [ChannelsModule, QueueModule, SendingModule, SubscriptionsModule, TemplatesModule],
  controllers: [
    NotificationCountsController,
    NotificationsController,
    TellCustomerOnOrderCreated,
    TellCustomerOnOrderPaymentRequested,
    TellCustomerOnOrderConfirmed,
    TellCustomerOnOrderUpdated,
    TellCustomerOnOrderShipped,
    TellCustomerOnOrderDelivered,
    TellCustomerOnOrderCancelled,
    TellCustomerAndShopOnOrderRefundDue,
    AlertShopOnLowStock,
    TellShopAndSubscribersOnBackInStock,
    TellOnOrderNotification,
    TellCustomerOnOrderCancelledNotification,
  ],
  providers: [
    AlertShop,
    CountNotifications,
    FindNotification,
    ListNotifications,
    NotificationListRepository,
    OrderContactRepository,
    RequestAddressRepository,
    RequestNotification,
    RetryNotification,
    TellCustomers,
    TellOnRequest,
  ],
})
export class NotificationsModule {}
