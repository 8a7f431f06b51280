import { z } from 'zod';
import type { OrderCommand } from '../domain/order-steps.js';
import { moment, someText } from './fields.js';

const reason = someText(1000).meta({ description: 'Why, for the customer to read.' });

/** Body of `POST /orders/:id/cancel`. */
export const cancelOrderBody = z
  .strictObject({ reason })
  .meta({ example: { reason: 'Ordered twice by mistake' } });
export type CancelOrderBody = z.output<typeof cancelOrderBody>;

/** Body of `PATCH /orders/:id/status`: the status wanted, with what there is to say about it. */
export const orderStatusBody = z
  .discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('SHIPPED'),
      trackingNumber: someText(128).optional(),
      carrier: someText(128).optional(),
    }),
    z.strictObject({
      status: z.literal('DELIVERED'),
      deliveredAt: moment.optional().meta({ description: 'Now, unless said otherwise.' }),
      signature: someText(256).optional().meta({ description: 'Who took the goods.' }),
    }),
    z.strictObject({ status: z.literal('CANCELLED'), reason }),
  ])
  .meta({ example: { status: 'SHIPPED', trackingNumber: '00340434161094042557', carrier: 'DHL' } });
export type OrderStatusBody = z.output<typeof orderStatusBody>;

/** What a wanted status asks of the order. */
export function commandFor(body: OrderStatusBody): OrderCommand {
  switch (body.status) {
    case 'SHIPPED':
      return { step: 'ship', trackingNumber: body.trackingNumber, carrier: body.carrier };
    case 'DELIVERED':
      return { step: 'deliver', deliveredAt: body.deliveredAt, signature: body.signature };
    case 'CANCELLED':
      return cancellation(body);
  }
}

/** A cancellation that somebody asked for. */
export const cancellation = ({ reason: why }: CancelOrderBody): OrderCommand => ({
  step: 'cancel',
  code: 'REQUESTED',
  reason: why,
});
