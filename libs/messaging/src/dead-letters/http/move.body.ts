import { z } from 'zod';
import type { Pace } from '../pace.js';
import { fingerprintText, messageId, queueName, subjectText, typeName, why } from './fields.js';

const MOST_IDS = 1_000;

const selection = z
  .strictObject({
    queue: queueName.optional().describe('All of this queue, unless more is said.'),
    fingerprint: fingerprintText.optional(),
    type: typeName.optional(),
    subject: subjectText.optional(),
    messageIds: z
      .array(messageId)
      .min(1)
      .max(MOST_IDS)
      .optional()
      .describe('Ids of messages or their events.'),
    all: z.literal(true).optional().describe('All of this service; says so alone.'),
  })
  .refine(
    (chosen) => Object.values(chosen).some((value) => value !== undefined),
    'must say which dead letters',
  )
  .refine(({ all, ...chosen }) => !all || Object.values(chosen).every((value) => value === undefined), {
    path: ['all'],
    message: 'cannot be combined with anything else',
  })
  .describe('Which dead letters: those that fit everything it says.');

const dryRun = z.boolean().default(false).describe('Tell what would happen, and change nothing.');

/** Body of `POST /dead-letters/discard`. */
export const discardBody = z.strictObject({ selection, why, dryRun }).meta({
  examples: [{ selection: { messageIds: ['01980000-0000-7000-8000-0000000000aa'] }, why: 'a test order' }],
});
export type DiscardBody = z.output<typeof discardBody>;

const count = (most: number) => z.int().min(1).max(most);

/** Body of `POST /dead-letters/replay`. */
export const replayBody = z
  .strictObject({
    selection,
    why,
    dryRun,
    ratePerSecond: z.int().min(1).max(10_000).optional().describe('Letters a second at most, on the whole.'),
    batch: z
      .strictObject({
        first: count(1_000).default(1).describe('Letters in the first batch.'),
        growth: count(10).default(2).describe('How many times larger each batch is than the one before.'),
        most: count(1_000).default(100).describe('Letters in a batch at most.'),
      })
      .prefault({}),
  })
  .meta({
    examples: [{ selection: { fingerprint: '3f0c9d1b7a42' }, why: 'fixed in 1.4.2', batch: { most: 500 } }],
  });
export type ReplayBody = z.output<typeof replayBody>;

/** How fast a body wants to go. */
export const paceOf = ({ batch, ratePerSecond }: ReplayBody): Pace => ({ ...batch, ratePerSecond });
