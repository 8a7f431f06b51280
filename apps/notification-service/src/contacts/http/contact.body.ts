import { contact } from '@app/contracts';
import { z } from 'zod';

/** Body of `PUT /contacts/:customerId`: all there is to know; what is left out is forgotten. */
export const contactBody = z
  .strictObject(contact.shape)
  .meta({ example: { email: 'ada@example.org', phone: '+4930123456' } });
export type ContactBody = z.output<typeof contactBody>;
