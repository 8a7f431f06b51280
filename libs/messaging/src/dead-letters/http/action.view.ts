import { z } from 'zod';
import { ENDINGS } from '../action-runs.js';
import type { OperatorAction } from '../operator-actions.js';

const count = z.int().min(0).optional();

/** An operator's action as it is answered. */
export const actionResponse = z
  .object({
    id: z.uuid(),
    action: z.enum(['replay', 'discard', 'force']),
    queue: z.string().describe('`*` for all queues of the service.'),
    selection: z.record(z.string(), z.unknown()),
    who: z.string(),
    why: z.string(),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso
      .datetime()
      .optional()
      .describe('Absent while it is under way, and for ever when its process died in the middle.'),
    outcome: z
      .object({
        ended: z.enum(ENDINGS).optional(),
        selected: count,
        batches: count,
        replayed: count.describe('Sent back to their queue.'),
        handled: count.describe('Their stream is past them.'),
        parked: count.describe('They wait for a predecessor.'),
        returned: count.describe('They are dead letters again.'),
        unsettled: count.describe('Nothing is known of them yet.'),
        codes: z.array(z.string()).optional().describe('As what they came back.'),
        discarded: count,
        skipped: count,
        error: z.string().optional(),
      })
      .optional()
      .describe('How far it has come.'),
  })
  .meta({
    examples: [
      {
        id: '01980000-0000-7000-8000-0000000000bb',
        action: 'replay',
        queue: 'inventory.order',
        selection: { fingerprint: '3f0c9d1b7a42' },
        who: 'ada',
        why: 'fixed in 1.4.2',
        startedAt: '2026-01-02T10:00:00.000Z',
        finishedAt: '2026-01-02T10:00:02.000Z',
        outcome: {
          ended: 'done',
          selected: 12,
          batches: 4,
          replayed: 12,
          handled: 12,
          parked: 0,
          returned: 0,
          unsettled: 0,
          codes: [],
        },
      },
    ],
  });
export type ActionResponse = z.output<typeof actionResponse>;

/** An action as it is answered. */
export const answerAction = ({
  startedAt,
  finishedAt,
  outcome,
  ...action
}: OperatorAction): ActionResponse => ({
  ...action,
  startedAt: startedAt.toISOString(),
  ...(finishedAt ? { finishedAt: finishedAt.toISOString() } : {}),
  ...(outcome ? { outcome } : {}),
});
