import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { plainText } from '../shapes.js';
import { notificationRequestStream } from '../streams.js';
import {
  addresseeIsNamed,
  checkAddress,
  oneLine,
  requestAddressee,
  requestMetadata,
} from './request-shapes.js';
import { channel } from './shapes.js';

/** Another system wants somebody to be told something, in its own words. */
export const OrderNotification = defineEvent({
  type: 'order.notification',
  version: 1,
  stream: notificationRequestStream,
  description: 'Another system wants somebody to be told something, in its own words.',
  data: z
    .object({
      ...requestAddressee,
      orderId: z.uuid().toLowerCase().optional(),
      channel: channel.optional(),
      subject: oneLine(200),
      message: plainText(20_000).min(1),
      metadata: requestMetadata.optional(),
    })
    .superRefine(addresseeIsNamed)
    .superRefine(checkAddress),
});
export type OrderNotification = EventOf<typeof OrderNotification>;
