import { z } from 'zod';
import { contact, plainText } from '../shapes.js';
import type { Channel } from './shapes.js';

const MOST_METADATA = 32;
const LONGEST_ENDPOINT = 2048;

/** What stands in a header of a mail: it must not begin another one. */
export const oneLine = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Surrogate}]*$/u, 'must be one line without control characters');

/** Whom a request is about; `recipient` wins over the contact book. */
export const requestAddressee = {
  requestId: z.uuid().toLowerCase(),
  customerId: z.uuid().toLowerCase().optional(),
  recipient: oneLine(LONGEST_ENDPOINT).optional(),
};

/** What a notification concerns besides its order: flat. */
export const requestMetadata = z
  .record(z.string().regex(/^[\w.-]{1,64}$/), z.union([plainText(500), z.number(), z.boolean(), z.null()]))
  .refine(
    (fields) => Object.keys(fields).length <= MOST_METADATA,
    `must have at most ${MOST_METADATA} fields`,
  );

type Refusal = z.core.$RefinementCtx;

/** Somebody has to be told. */
export function addresseeIsNamed(
  { recipient, customerId }: { recipient?: string | undefined; customerId?: string | undefined },
  context: Refusal,
): void {
  if (recipient !== undefined || customerId !== undefined) return;
  context.addIssue({ code: 'custom', path: ['recipient'], message: 'is required without a customerId' });
}

const ADDRESSES: Readonly<Record<Channel, { readonly form: z.ZodType; readonly name: string }>> = {
  EMAIL: { form: contact.shape.email.unwrap(), name: 'an e-mail address' },
  SMS: { form: contact.shape.phone.unwrap(), name: 'an E.164 number such as +4930123456' },
  PUSH: { form: z.url({ protocol: /^https$/ }), name: 'the endpoint of a push subscription' },
};

/** An address is one of the channel; without a channel it is one for e-mail. */
export function checkAddress(
  { recipient, channel = 'EMAIL' }: { recipient?: string | undefined; channel?: Channel | undefined },
  context: Refusal,
): void {
  const { form, name } = ADDRESSES[channel];
  if (recipient === undefined || form.safeParse(recipient).success) return;
  context.addIssue({ code: 'custom', path: ['recipient'], message: `must be ${name}` });
}
