import { z } from 'zod';
import type { OrderChange } from '../change-order.js';
import type { ShippingEdit } from '../domain/order-edits.js';
import { address, EXAMPLE_ADDRESS, notes, reachable, requestedItem, someText } from './fields.js';

/** Body of `PUT /orders/:id`: at least one of its fields. What is left out stays; `null` takes a detail back. */
export const changeOrderBody = z
  .strictObject({
    items: z
      .array(requestedItem)
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'All the goods the order is to have; those it has keep their price.' }),
    contact: reachable.nullable().optional(),
    notes: notes.nullable().optional(),
    shippingAddress: address.nullable().optional(),
  })
  .refine((body) => Object.values(body).some((field) => field !== undefined), 'changes nothing')
  .meta({ example: { items: [{ productId: 'lamp-01', quantity: 3 }], notes: 'Two in one box, please' } });
export type ChangeOrderBody = z.output<typeof changeOrderBody>;

/** The change that a body asks for. */
export const changeIn = ({ items, ...details }: ChangeOrderBody): OrderChange => ({ items, details });

/** Body of `PUT /orders/:id/shipping`: at least one of its fields. What is left out stays. */
export const shippingBody = z
  .strictObject({
    address: address.optional(),
    carrier: someText(128).optional(),
    trackingNumber: someText(128).optional(),
    trackingCompany: someText(128).optional().meta({ description: 'Who follows the parcel.' }),
    status: z.literal('SHIPPED').optional().meta({ description: 'Set when the goods have left.' }),
  })
  .refine((body) => Object.values(body).some((field) => field !== undefined), 'changes nothing')
  .meta({
    example: {
      address: EXAMPLE_ADDRESS,
      carrier: 'DHL',
      trackingNumber: '00340434161094042557',
      status: 'SHIPPED',
    },
  });
export type ShippingBody = z.output<typeof shippingBody>;

/** The edit that a body asks for. */
export function shippingIn({
  address: to,
  status,
  ...shipping
}: ShippingBody): ShippingEdit & { ship: boolean } {
  const said = Object.fromEntries(Object.entries(shipping).filter(([, value]) => value !== undefined));
  return { address: to, shipping: said, ship: status === 'SHIPPED' };
}
