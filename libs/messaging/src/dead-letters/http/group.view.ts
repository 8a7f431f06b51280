import { z } from 'zod';
import type { LetterGroups } from '../letter-groups.js';
import { LETTER_EXAMPLE } from './letter.view.js';

const time = z.iso.datetime().optional();

const { queue, fingerprint, code, reason, type, firstFailedAt, lastFailedAt, id } = LETTER_EXAMPLE;

/** Answer of `GET /dead-letters`. */
export const deadLettersResponse = z
  .object({
    count: z.int().describe('Dead letters that fit.'),
    complete: z.boolean().describe('False if there were too many to look at, or to group, in time.'),
    groups: z
      .array(
        z.object({
          queue: z.string(),
          fingerprint: z.string().describe('The same for failures of one code at one place.'),
          code: z.string(),
          reason: z.string().describe('What one of them said.'),
          count: z.int(),
          replayed: z.int().describe('How many of them have come back from a replay.'),
          types: z.array(z.string()),
          firstFailedAt: time,
          lastFailedAt: time,
          sampleId: z.string().describe('One of them.'),
        }),
      )
      .describe('What failed last first.'),
  })
  .meta({
    examples: [
      {
        count: 12,
        complete: true,
        groups: [
          {
            queue,
            fingerprint,
            code,
            reason,
            count: 12,
            replayed: 0,
            types: [type],
            firstFailedAt,
            lastFailedAt,
            sampleId: id,
          },
        ],
      },
    ],
  });
export type DeadLettersResponse = z.output<typeof deadLettersResponse>;

/** The groups as they are answered. */
export const answerGroups = (groups: LetterGroups, complete: boolean): DeadLettersResponse => ({
  count: groups.count,
  complete: complete && !groups.overflown,
  groups: groups.sorted().map(({ types, ...group }) => ({ ...group, types: [...types].sort() })),
});
