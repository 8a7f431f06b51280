import { contact, lineQuantity, productId } from '@app/contracts';
import { z } from 'zod';
import { uuid } from './fields.js';

const item = z.strictObject({
  productId,
  quantity: lineQuantity,
  price: z.number().min(0).optional().meta({
    description:
      'The unit price you expect, as a decimal number. The order is refused if it is another by now.',
  }),
});

const reachable = z
  .strictObject(contact.shape)
  .refine(({ email, phone }) => email !== undefined || phone !== undefined, 'must have an email or a phone');

/** Body of `POST /orders`. */
export const placeOrderBody = z
  .strictObject({
    customerId: uuid
      .optional()
      .meta({ description: 'Whose order it is; may be left out if the caller is a customer.' }),
    items: z.array(item).min(1).max(100),
    contact: reachable.optional(),
  })
  .meta({
    example: {
      customerId: '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5',
      items: [
        { productId: 'lamp-01', quantity: 2, price: 29.99 },
        { productId: 'shade-07', quantity: 1 },
      ],
      contact: { email: 'ada@example.org', phone: '+4930123456' },
    },
  });
export type PlaceOrderBody = z.output<typeof placeOrderBody>;
