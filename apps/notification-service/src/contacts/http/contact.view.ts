import { contact as addresses } from '@app/contracts';
import { z } from 'zod';
import type { Contact } from '../domain/contact.js';
import { contactBody } from './contact.body.js';

/** An entry of the contact book as clients see it. */
export const contactView = addresses
  .extend({
    customerId: z.uuid(),
    pushSubscriptions: z.array(
      z.object({ endpoint: z.string(), keys: z.object({ p256dh: z.string(), auth: z.string() }) }),
    ),
    locale: z.string().optional(),
    optOut: z.array(z.string()),
    quietHours: z.object({ from: z.string(), to: z.string(), timeZone: z.string() }).optional(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({
    example: {
      customerId: '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5',
      ...(contactBody.meta()?.['example'] as object),
      createdAt: '2026-01-02T09:30:00.000Z',
      updatedAt: '2026-01-02T09:30:00.000Z',
    },
  });
export type ContactView = z.input<typeof contactView>;

export const toContactView = ({ version: _, ...contact }: Contact): ContactView => ({
  ...contact,
  pushSubscriptions: [...contact.pushSubscriptions],
  optOut: [...contact.optOut],
});
