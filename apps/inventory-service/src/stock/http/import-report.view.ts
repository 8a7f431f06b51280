import { productId } from '@app/contracts';
import { z } from 'zod';

const count = z.int().min(0);

/** The report of an import as it is answered. */
export const importReportResponse = z
  .object({
    received: count.describe('Lines that were read, without the header and blank ones.'),
    added: count,
    changed: count,
    unchanged: count.describe('Lines that said nothing new.'),
    refused: count,
    refusals: z
      .array(
        z.object({
          line: z.int().min(1).describe('Counted from 1, the header included.'),
          productId: productId.optional(),
          code: z.string(),
          detail: z.string(),
          pointer: z.string().optional(),
        }),
      )
      .describe('The first thousand of the refused lines.'),
  })
  .meta({
    examples: [
      {
        received: 3,
        added: 1,
        changed: 1,
        unchanged: 0,
        refused: 1,
        refusals: [
          {
            line: 4,
            productId: 'desk-lamp',
            code: 'below-reserved',
            detail: 'The quantity cannot be 1: 2 are reserved for orders.',
            pointer: '/quantity',
          },
        ],
      },
    ],
  });
