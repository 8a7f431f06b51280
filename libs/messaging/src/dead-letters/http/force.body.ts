import { z } from 'zod';
import { HOPES } from '../gap.js';
import { why } from './fields.js';

/** Body of `POST /streams/:stream/:subject/force`. */
export const forceBody = z
  .strictObject({
    why,
    evenIf: z
      .array(z.enum(HOPES))
      .max(HOPES.length)
      .default([])
      .describe('Reasons for which the missing event may still come, and which do not count.'),
    dryRun: z.boolean().default(false).describe('Tell what would be skipped, and change nothing.'),
  })
  .meta({ examples: [{ why: 'order.paid was lost with its queue; paid for by hand', evenIf: ['recent'] }] });
export type ForceBody = z.output<typeof forceBody>;
