import { z } from 'zod';
import type { MovePlan } from '../plan-move.js';
import { answerHead, LETTER_EXAMPLE, letterHead } from './letter.view.js';

/** Answer of a dry run. */
export const planResponse = z
  .object({
    selected: z.int(),
    complete: z.boolean().describe('False if not all dead letters could be looked at in time.'),
    queues: z.array(z.object({ queue: z.string(), count: z.int() })),
    batches: z.array(z.int()).describe('Sizes of the first twenty batches; none of what is not replayed.'),
    letters: z.array(letterHead).describe('A hundred of them at most; those of a subject in order.'),
  })
  .meta({
    examples: [
      {
        selected: 1,
        complete: true,
        queues: [{ queue: 'inventory.order', count: 1 }],
        batches: [1],
        letters: [LETTER_EXAMPLE],
      },
    ],
  });
export type PlanResponse = z.output<typeof planResponse>;

/** A plan as it is answered. */
export const answerPlan = ({ letters, queues, batches, ...plan }: MovePlan): PlanResponse => ({
  ...plan,
  queues: [...queues],
  batches: [...batches],
  letters: letters.map(answerHead),
});
