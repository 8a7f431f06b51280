import { currency, productId, stockLevel } from '@app/contracts';
import { z } from 'zod';
import type { WantedProduct } from '../add-product.js';
import { description, lowStockThreshold, price, productName } from './fields.js';

/** Body of `POST /inventory`. */
export const addProductBody = z
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
export type AddProductBody = z.output<typeof addProductBody>;

/** The product that a request asks to add. */
export const newFacts = ({ productName: name, ...body }: AddProductBody): WantedProduct => ({
  ...body,
  name,
  description: body.description ?? null,
  lowStockThreshold: body.lowStockThreshold ?? null,
});
