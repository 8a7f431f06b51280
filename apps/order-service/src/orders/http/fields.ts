import { contact, lineQuantity, plainText, productId } from '@app/contracts';
import { z } from 'zod';

/** A UUID in either case; in lower case from here on, as the database writes it. */
export const uuid = z.uuid().toLowerCase();

/** Text that says something: not only spaces, without those round it. */
export const someText = (max: number) => plainText(max).trim().min(1);

/** A line that a customer asks for. */
export const requestedItem = z.strictObject({
  productId,
  quantity: lineQuantity,
  price: z.number().min(0).optional().meta({
    description:
      'The unit price you expect, as a decimal number. The order is refused if it is another by now.',
  }),
});

/** An e-mail address, a telephone number, or both. */
export const reachable = z
  .strictObject(contact.shape)
  .refine(({ email, phone }) => email !== undefined || phone !== undefined, 'must have an email or a phone');

/** Where goods can be sent. */
export const address = z.strictObject({
  name: someText(256),
  street: someText(256),
  street2: someText(256).optional(),
  postalCode: someText(32),
  city: someText(128),
  region: someText(128).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code such as DE')
    .meta({ description: 'ISO 3166-1 alpha-2' }),
});

export const EXAMPLE_ADDRESS = {
  name: 'Ada Example',
  street: 'Invalidenstrasse 44',
  postalCode: '10115',
  city: 'Berlin',
  country: 'DE',
};

export const notes = someText(2000).meta({ description: 'For whoever packs the goods.' });
