import { currency, fromMinor, productId, productStatus, stockFigure, stockLevel } from '@app/contracts';
import type { Principal } from '@app/platform';
import { z } from 'zod';
import type { Product, ProductDetails } from '../domain/product.js';
import { onHand } from '../domain/stock-level.js';
import { answerEntry, entryExample, entryResponse } from './entry.view.js';

const product = {
  productId: 'desk-lamp',
  productName: 'Desk lamp',
  description: 'Brass, with a green shade',
  quantity: 100,
  reservedQuantity: 2,
  availableQuantity: 98,
  price: 29.99,
  currency: 'EUR',
  status: 'ACTIVE',
  lowStockThreshold: 10,
  createdAt: '2026-01-01T08:00:00.000Z',
  lastUpdated: '2026-01-02T09:30:00.000Z',
  version: 1,
} as const;

/** A product as it is answered. */
export const productResponse = z
  .object({
    productId,
    productName: z.string(),
    description: z.string().nullable(),
    quantity: stockFigure.describe('Units on hand: the reserved and the available ones.'),
    reservedQuantity: stockFigure,
    availableQuantity: stockFigure,
    price: z.number(),
    currency,
    status: productStatus,
    lowStockThreshold: stockLevel.nullable(),
    createdAt: z.iso.datetime(),
    lastUpdated: z.iso.datetime(),
    version: z.int().min(1).describe('How many events there have been in the stream of the product.'),
  })
  .meta({ examples: [product] });
export type ProductResponse = z.output<typeof productResponse>;

/** A product with the latest movements of its stock, as it is answered. */
export const productDetailsResponse = productResponse
  .extend({
    history: z
      .array(entryResponse)
      .describe('The latest hundred movements, newest first; none for a customer.'),
  })
  .meta({ examples: [{ ...product, history: [entryExample] }] });
export type ProductDetailsResponse = z.output<typeof productDetailsResponse>;

/** The product as it is answered, its price a decimal number. */
export const answerProduct = (shown: Product): ProductResponse => ({
  productId: shown.productId,
  productName: shown.name,
  description: shown.description,
  quantity: onHand(shown),
  reservedQuantity: shown.reserved,
  availableQuantity: shown.available,
  price: fromMinor(shown.price),
  currency: shown.price.currency,
  status: shown.status,
  lowStockThreshold: shown.lowStockThreshold,
  createdAt: shown.createdAt.toISOString(),
  lastUpdated: shown.updatedAt.toISOString(),
  version: shown.version,
});

/** The product with its history as it is answered. The movements name orders, which customers must not learn of. */
export const answerDetails = (
  { history, ...shown }: ProductDetails,
  { role }: Principal,
): ProductDetailsResponse => ({
  ...answerProduct(shown),
  history: role === 'customer' ? [] : history.map(answerEntry),
});
