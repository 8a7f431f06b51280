import { z } from 'zod';
import { fingerprintText, queueName, subjectText, typeName } from './fields.js';

/** Query of `GET /dead-letters`. */
export const listDeadLettersQuery = z.strictObject({
  queue: queueName.optional(),
  fingerprint: fingerprintText.optional(),
  type: typeName.optional(),
  subject: subjectText.optional(),
});
export type ListDeadLettersQuery = z.output<typeof listDeadLettersQuery>;
