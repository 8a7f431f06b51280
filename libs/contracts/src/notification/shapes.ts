import { z } from 'zod';

/** The way a notification takes. */
export const channel = z.enum(['EMAIL', 'SMS', 'PUSH']);
export type Channel = z.infer<typeof channel>;

/** What both outcomes of a notification tell. No address: it is personal data, and the id leads to it. */
export const notificationOutcome = z.object({
  notificationId: z.uuid(),
  kind: z.string().min(1).max(64),
  channel,
  orderId: z.uuid().optional(),
});
