import { contact } from '@app/contracts';
import { z } from 'zod';
import type { Addressee } from '../domain/subscription.js';
import { uuid } from './fields.js';

/** Body of `POST /inventory/:productId/subscriptions`: one of the two, or neither for the customer who asks. */
export const subscribeBody = z
  .strictObject({
    email: contact.shape.email.describe('Where to send the message.'),
    customerId: uuid.optional().describe('Whom to tell, by what the shop has in its contact book.'),
  })
  .refine(({ email, customerId }) => email === undefined || customerId === undefined, {
    path: ['customerId'],
    message: 'must not be sent with an email',
  })
  .meta({ examples: [{ email: 'ada@example.org' }] });
export type SubscribeBody = z.output<typeof subscribeBody>;

/** The addressee that a request names, if it names one. */
export const addresseeIn = ({ email, customerId }: SubscribeBody): Addressee | undefined => {
  if (email !== undefined) return { email };
  return customerId === undefined ? undefined : { customerId };
};
