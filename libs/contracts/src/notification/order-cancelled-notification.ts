import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { plainText } from '../shapes.js';
import { notificationRequestStream } from '../streams.js';
import { addresseeIsNamed, checkAddress, requestAddressee } from './request-shapes.js';

/** Another system has cancelled an order and wants the customer to be told. */
export const OrderCancelledNotification = defineEvent({
  type: 'order.cancelled.notification',
  version: 1,
  stream: notificationRequestStream,
  description: 'Another system has cancelled an order and wants the customer to be told.',
  data: z
    .object({ ...requestAddressee, orderId: z.uuid().toLowerCase(), reason: plainText(1000) })
    .superRefine(addresseeIsNamed)
    .superRefine(checkAddress),
});
export type OrderCancelledNotification = EventOf<typeof OrderCancelledNotification>;
