import { z } from 'zod';
import { uuid } from '../../orders/http/fields.js';
import { STEP_EVENTS } from '../domain/step.js';

const lastEventId = z.string().max(128).optional().meta({
  description: 'As the header `Last-Event-ID`, for clients that cannot send it; the header comes first.',
});

const eventType = z.enum(STEP_EVENTS);

/** Query of `GET /orders/:id/events`. */
export const followOrderQuery = z.strictObject({ lastEventId });
export type FollowOrderQuery = z.output<typeof followOrderQuery>;

/** Query of `GET /orders/events`. */
export const followOrdersQuery = z.strictObject({
  lastEventId,
  customerId: uuid.optional(),
  type: z
    .union([eventType.transform((type) => [type]), z.array(eventType).min(1).max(STEP_EVENTS.length)])
    .optional()
    .meta({ description: 'Only events of these types; may be repeated.' }),
  from: z.enum(['now', 'beginning']).default('now').meta({
    description: 'Where to begin without the id of a last event.',
  }),
});
export type FollowOrdersQuery = z.output<typeof followOrdersQuery>;
