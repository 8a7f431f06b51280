import { contact as reachable } from '@app/contracts';
import { z } from 'zod';
import type { Contact } from '../domain/contact.js';

/** An entry of the contact book as clients see it. */
export const contactView = reachable
  .extend({ customerId: z.uuid(), createdAt: z.iso.datetime(), updatedAt: z.iso.datetime() })
  .meta({
    example: {
      customerId: '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5',
      email: 'ada@example.org',
      phone: '+4930123456',
      createdAt: '2026-01-02T09:30:00.000Z',
      updatedAt: '2026-01-02T09:30:00.000Z',
    },
  });
export type ContactView = z.output<typeof contactView>;

export const toContactView = ({ version: _, ...contact }: Contact): ContactView => contact;
