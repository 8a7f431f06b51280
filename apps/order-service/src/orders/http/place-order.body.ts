import { z } from 'zod';
import { address, EXAMPLE_ADDRESS, notes, reachable, requestedItem, uuid } from './fields.js';

/** Body of `POST /orders`. */
export const placeOrderBody = z
  .strictObject({
    customerId: uuid
      .optional()
      .meta({ description: 'Whose order it is; may be left out if the caller is a customer.' }),
    items: z.array(requestedItem).min(1).max(100),
    contact: reachable.optional(),
    notes: notes.optional(),
    shippingAddress: address.optional(),
    payment: z
      .strictObject({ required: z.boolean() })
      .optional()
      .meta({ description: 'Whether it is served only when it has been paid for; the shop has a default.' }),
  })
  .meta({
    example: {
      customerId: '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5',
      items: [
        { productId: 'lamp-01', quantity: 2, price: 29.99 },
        { productId: 'shade-07', quantity: 1 },
      ],
      contact: { email: 'ada@example.org', phone: '+4930123456' },
      notes: 'Please wrap as a gift',
      shippingAddress: EXAMPLE_ADDRESS,
    },
  });
export type PlaceOrderBody = z.output<typeof placeOrderBody>;
