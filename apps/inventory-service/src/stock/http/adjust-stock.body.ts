import { z } from 'zod';
import type { Adjustment } from '../domain/product-steps.js';
import { reason } from './fields.js';

const MOST_UNITS = 1_000_000_000;

/** Body of `POST /inventory/:productId/adjustments`. */
export const adjustStockBody = z
  .strictObject({
    delta: z
      .int()
      .min(-MOST_UNITS)
      .max(MOST_UNITS)
      .refine((delta) => delta !== 0, 'must not be 0')
      .describe('Units that came in (above 0) or went out (below 0) beside all orders.'),
    reason: reason.refine((text) => text.trim() !== '', 'must not be blank').describe('Why, for the ledger.'),
    kind: z
      .enum(['adjusted', 'received'])
      .default('adjusted')
      .describe('`received` for goods that came in, `adjusted` for a figure that was wrong.'),
  })
  .refine(({ delta, kind }) => kind === 'adjusted' || delta > 0, {
    path: ['delta'],
    message: 'must be above 0 for goods that were received',
  })
  .meta({
    examples: [
      { delta: 40, reason: 'delivery 4711', kind: 'received' },
      { delta: -2, reason: 'water damage' },
    ],
  });
export type AdjustStockBody = z.output<typeof adjustStockBody> & Adjustment;
