import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/index.js';
import { plainText, productId, stockFigure } from '../shapes.js';
import { productStream } from '../streams.js';

/** What is available fell to the product's threshold or below. Once per crossing. */
export const LowStock = defineEvent({
  type: 'inventory.low_stock',
  version: 1,
  stream: productStream,
  description: "What is available fell to the product's threshold or below. Once per crossing.",
  data: z.object({ productId, name: plainText(256), available: stockFigure, threshold: stockFigure }),
});
export type LowStock = EventOf<typeof LowStock>;
