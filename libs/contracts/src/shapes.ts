import { z } from 'zod';
import { minorUnits } from './money.js';

// NUL and half of a surrogate pair are the two things that PostgreSQL cannot store in a text.
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** Text for people: whatever a database column can hold. */
export const plainText = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !UNSTORABLE.test(text), 'must not contain NUL or lone surrogates');

/** The shop's own name for a product. */
export const productId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9._:-]+$/, 'may contain letters, digits and . _ : - only');

/** How many of a product: a whole number from 1 to one million. */
export const lineQuantity = z.int().min(1).max(1_000_000);

/** A level of stock as a shop may set it: a whole number from 0 to one thousand million. */
export const stockLevel = z.int().min(0).max(1_000_000_000);

/** A level as it may have become: goods that come back can lift it above what a shop may set. */
export const stockFigure = z.int().min(0).max(2_147_483_647);

/** Some of a product. */
const productQuantity = z.object({ productId, quantity: lineQuantity });
export type ProductQuantity = z.infer<typeof productQuantity>;

/** What an order holds of a product, all its lines together: at most a hundred times the most of one line. */
export const heldQuantity = productQuantity.extend({ quantity: z.int().min(1).max(100_000_000) });

/** A line of an order, at the price the customer was promised, in minor units of the order's currency. */
export const orderLine = productQuantity.extend({ name: plainText(256), unitPrice: minorUnits });
export type OrderLine = z.infer<typeof orderLine>;

/** A payment provider's name for a payment. */
export const transactionId = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[\x21-\x7e]+$/, 'may contain printable ASCII characters only');

/** Where to reach whoever placed the order. */
export const contact = z.object({
  email: z.email().max(254).optional(),
  /** E.164 */
  phone: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'must be an E.164 number such as +4930123456')
    .optional(),
});
export type Contact = z.infer<typeof contact>;
