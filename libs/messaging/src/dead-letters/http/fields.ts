import { z } from 'zod';

/** Text for people and for the record: not blank, without control characters. */
const plain = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^\P{Cc}*$/u, 'must not have control characters');

/** The name of a queue, as the list has it. */
export const queueName = plain(255).meta({ examples: ['inventory.order'] });
/** What failures of one kind have in common. */
export const fingerprintText = plain(500).meta({ examples: ['3f0c9d1b7a42'] });
/** The type of an event. */
export const typeName = plain(128).meta({ examples: ['order.created'] });
/** What an event is about. */
export const subjectText = plain(256).meta({ examples: ['01980000-0000-7000-8000-000000000001'] });
/** The id of a message or of the event in it. */
export const messageId = plain(500).meta({ examples: ['01980000-0000-7000-8000-0000000000aa'] });
/** Why, for the record. */
export const why = plain(1000)
  .refine((text) => text.trim() !== '', 'must not be blank')
  .describe('Why, for the record.');
