import { currency, plainText, productId, productStatus, stockLevel } from '@app/contracts';
import { pageQuery } from '@app/platform';
import { z } from 'zod';
import type { ProductChange } from '../domain/product-steps.js';
import type { WantedProduct } from '../add-product.js';

const productName = plainText(256).refine((name) => name.trim() !== '', 'must not be blank');
const description = plainText(2000);
const price = z.number().min(0).max(1_000_000_000);
const lowStockThreshold = stockLevel.describe(
  'At this many available units or fewer the shop is alerted, once.',
);

/** The id of a product in a path. */
export const productIdParameter = productId.meta({ examples: ['desk-lamp'] });

/** The body of `POST /inventory`. */
export const addProductRequest = z
  .strictObject({
    productId,
    productName,
    description: description.optional(),
    quantity: stockLevel.describe('Units on hand.'),
    price: price.describe('A decimal number of the currency.'),
    currency: currency.optional().describe('ISO 4217; the shop has a default.'),
    lowStockThreshold: lowStockThreshold.optional(),
  })
  .meta({
    examples: [
      {
        productId: 'desk-lamp',
        productName: 'Desk lamp',
        description: 'Brass, with a green shade',
        quantity: 100,
        price: 29.99,
        currency: 'EUR',
        lowStockThreshold: 10,
      },
    ],
  });
export type AddProductRequest = z.output<typeof addProductRequest>;

/** The product that a request asks to add. */
export const newFacts = ({ productName: name, ...body }: AddProductRequest): WantedProduct => ({
  ...body,
  name,
  description: body.description ?? null,
  lowStockThreshold: body.lowStockThreshold ?? null,
});

/** The body of `PATCH /inventory/:productId`: at least one of its fields. `null` takes a fact back. */
export const changeProductRequest = z
  .strictObject({
    quantity: stockLevel.optional().describe('The new number of units on hand, at least what is reserved.'),
    price: price.optional(),
    currency: currency.optional(),
    productName: productName.optional(),
    description: description.nullable().optional(),
    lowStockThreshold: lowStockThreshold.nullable().optional(),
    status: productStatus.optional(),
    reason: plainText(256).optional().describe('Why the quantity is corrected; goes to the history.'),
  })
  .refine(
    ({ reason: _, ...facts }) => Object.values(facts).some((fact) => fact !== undefined),
    'changes nothing',
  )
  .meta({ examples: [{ quantity: 80, price: 27.5, reason: 'stocktaking' }] });
export type ChangeProductRequest = z.output<typeof changeProductRequest>;

/** The change that a request asks for. */
export const changedFacts = ({ productName: name, ...body }: ChangeProductRequest): ProductChange => ({
  ...body,
  name,
});

/** The query of `GET /inventory`. */
export const listProductsQuery = pageQuery.extend({
  status: productStatus.optional(),
  lowStock: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe('Only products at or below their threshold, or only the others.'),
  q: plainText(128).min(1).optional().describe('Occurs in the id or the name.'),
});
export type ListProductsQuery = z.output<typeof listProductsQuery>;

/** What the cursor of `GET /inventory` holds. */
export const productPlace = z
  .tuple([z.iso.datetime(), productId])
  .transform(([createdAt, id]) => ({ createdAt: new Date(createdAt), productId: id }));
