import { currency, fromMinor, productId, productStatus, stockFigure, stockLevel } from '@app/contracts';
import { z } from 'zod';
import type { Product, ProductDetails } from '../domain/product.js';
import { onHand } from '../domain/stock-level.js';
import { MOVEMENT_KINDS, type LedgerEntry } from '../domain/stock-movement.js';

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

const reserved = {
  kind: 'reserved',
  quantity: 2,
  onHandDelta: 0,
  availableDelta: -2,
  reservedDelta: 2,
  orderId: '01980000-0000-7000-8000-000000000001',
  at: '2026-01-02T09:30:00.000Z',
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

/** An entry of the ledger as it is answered. */
const movementResponse = z.object({
  kind: z.enum(MOVEMENT_KINDS),
  quantity: z.int().min(1),
  onHandDelta: z.int(),
  availableDelta: z.int(),
  reservedDelta: z.int(),
  orderId: z.uuid().optional(),
  reason: z.string().optional(),
  at: z.iso.datetime(),
});
type MovementResponse = z.output<typeof movementResponse>;

/** A product with the latest movements of its stock, as it is answered. */
export const productDetailsResponse = productResponse
  .extend({ history: z.array(movementResponse).describe('The latest hundred movements, newest first.') })
  .meta({ examples: [{ ...product, history: [reserved] }] });
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

/** The product with its history as it is answered. */
export const answerDetails = ({ history, ...shown }: ProductDetails): ProductDetailsResponse => ({
  ...answerProduct(shown),
  history: history.map(answerMovement),
});

const answerMovement = (entry: LedgerEntry): MovementResponse => ({
  kind: entry.kind,
  quantity: entry.quantity,
  onHandDelta: entry.availableDelta + entry.reservedDelta,
  availableDelta: entry.availableDelta,
  reservedDelta: entry.reservedDelta,
  ...(entry.orderId === undefined ? {} : { orderId: entry.orderId }),
  ...(entry.reason === undefined ? {} : { reason: entry.reason }),
  at: entry.at.toISOString(),
});
