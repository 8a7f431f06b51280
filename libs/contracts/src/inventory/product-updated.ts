import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { money } from '../money.js';
import { plainText, productId, stockFigure } from '../shapes.js';
import { productStream } from '../streams.js';

/** Whether a product can be ordered. */
export const productStatus = z.enum(['ACTIVE', 'INACTIVE']);
export type ProductStatus = z.infer<typeof productStatus>;

/** A product was added or changed by the shop. Levels are those right after the change. */
export const ProductUpdated = defineEvent({
  type: 'inventory.updated',
  version: 1,
  stream: productStream,
  description: 'A product was added or changed by the shop.',
  data: z.object({
    productId,
    name: plainText(256),
    price: money,
    status: productStatus,
    onHand: stockFigure,
    available: stockFigure,
    reserved: stockFigure,
  }),
});
export type ProductUpdated = EventOf<typeof ProductUpdated>;
