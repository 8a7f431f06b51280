import { channel } from '@app/contracts';
import { z } from 'zod';

// What stands in a header of a mail must not begin another one.
const oneLine = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^\P{Cc}*$/u, 'must be one line without control characters');

const LONGEST_ADDRESS = 254;
const emailAddress = z.email().max(LONGEST_ADDRESS);

const metadataValue = z.union([z.string().max(500), z.number(), z.boolean(), z.null()]);

const metadata = z
  .object({ orderId: z.uuid().toLowerCase().optional() })
  .catchall(metadataValue)
  .refine((fields) => Object.keys(fields).every((name) => /^[\w.-]{1,64}$/.test(name)), {
    error: 'names must be 1 to 64 letters, digits or _ . -',
  })
  .refine((fields) => Object.keys(fields).length <= 32, 'must have at most 32 fields')
  // Without the optional field spelled out as undefined, which JSON does not have.
  .transform((fields) => fields as Record<string, string | number | boolean | null>);

/** Body of `POST /notifications`. */
export const requestNotificationBody = z
  .strictObject({
    type: channel,
    recipient: oneLine(LONGEST_ADDRESS).meta({ description: 'For EMAIL a single address.' }),
    subject: oneLine(200),
    message: z.string().min(1).max(20_000).meta({ description: 'Plain text.' }),
    metadata: metadata
      .optional()
      .meta({ description: 'What it concerns. Flat; `orderId` makes it findable by order.' }),
  })
  .superRefine(({ type, recipient }, context) => {
    if (type !== 'EMAIL' || emailAddress.safeParse(recipient).success) return;
    context.addIssue({
      code: 'invalid_format',
      format: 'email',
      path: ['recipient'],
      message: 'must be an e-mail address',
    });
  })
  .meta({
    example: {
      type: 'EMAIL',
      recipient: 'ada@example.org',
      subject: 'About your order',
      message: 'Your parcel is waiting at our shop.',
      metadata: { orderId: '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5' },
    },
  });
export type RequestNotificationBody = z.output<typeof requestNotificationBody>;
