import { lineQuantity, productId, transactionId } from '@app/contracts';
import { moment } from '@app/platform';
import { z } from 'zod';
import type { OrderCommand } from '../domain/order-steps.js';
import { someText } from './fields.js';

const reason = someText(1000).meta({ description: 'Why, for the customer to read.' });

/** Body of `POST /orders/:id/cancel`. */
export const cancelOrderBody = z
  .strictObject({
    reason,
    items: z
      .array(z.strictObject({ productId, quantity: lineQuantity }))
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'What is not wanted any more; everything, unless said otherwise.' }),
  })
  .meta({ example: { reason: 'Ordered twice by mistake' } });
export type CancelOrderBody = z.output<typeof cancelOrderBody>;

const BY_THE_SAGA = ['PENDING', 'AWAITING_PAYMENT', 'CONFIRMED'] as const;

/** Body of `PUT` and `PATCH /orders/:id/status`: the status wanted, with what there is to say about it. */
export const orderStatusBody = z
  .discriminatedUnion('status', [
    z.strictObject({ status: z.literal('PROCESSING') }),
    z.strictObject({
      status: z.literal('SHIPPED'),
      trackingNumber: someText(128).optional(),
      carrier: someText(128).optional(),
      trackingCompany: someText(128).optional(),
    }),
    z.strictObject({
      status: z.literal('DELIVERED'),
      deliveredAt: moment.optional().meta({ description: 'Now, unless said otherwise.' }),
      signature: someText(256).optional().meta({ description: 'Who took the goods.' }),
    }),
    z.strictObject({ status: z.literal('COMPLETED'), transactionId: transactionId.optional() }),
    z.strictObject({ status: z.literal('CANCELLED'), reason }),
    z
      .strictObject({ status: z.enum(BY_THE_SAGA) })
      .meta({ description: 'Only the saga brings an order to these: refused unless it is there already.' }),
  ])
  .meta({ example: { status: 'SHIPPED', trackingNumber: '00340434161094042557', carrier: 'DHL' } });
export type OrderStatusBody = z.output<typeof orderStatusBody>;

/** A status that the saga alone brings an order to. */
export type SagaStatus = (typeof BY_THE_SAGA)[number];

/** What a wanted status asks of the order: a step, or to have come to a status by itself. */
export function commandFor(body: OrderStatusBody): OrderCommand | SagaStatus {
  if (body.status === 'PENDING' || body.status === 'AWAITING_PAYMENT' || body.status === 'CONFIRMED') {
    return body.status;
  }
  if (body.status === 'CANCELLED') return cancellation(body);
  const { status, ...details } = body;
  return { step: STEPS_TO[status], ...details };
}

const STEPS_TO = {
  PROCESSING: 'process',
  SHIPPED: 'ship',
  DELIVERED: 'deliver',
  COMPLETED: 'complete',
} as const;

/** A cancellation that somebody asked for. */
export const cancellation = ({ reason: why }: { reason: string }): OrderCommand => ({
  step: 'cancel',
  code: 'REQUESTED',
  reason: why,
});
