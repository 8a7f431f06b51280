import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { plainText, productId, stockFigure } from '../shapes.js';
import { productStream } from '../streams.js';

/** A product of which none was available can be had again. Once per crossing. */
export const BackInStock = defineEvent({
  type: 'inventory.back_in_stock',
  version: 1,
  stream: productStream,
  description: 'A product of which none was available can be had again. Once per crossing.',
  data: z.object({ productId, name: plainText(256), available: stockFigure }),
});
export type BackInStock = EventOf<typeof BackInStock>;
