import { flag, int, milliseconds, port, secret } from '@app/platform';
import { z } from 'zod';

// A name may stand before the address, as in `Waybill <orders@shop.example>`; never a line break or a second address.
const MAILBOX = /^(?:[^\p{Cc}<>@,;:"]*<([^\s<>]+)>|([^\s<>]+))$/u;

const mailbox = z.string().refine((text) => {
  const [, inBrackets, bare] = MAILBOX.exec(text) ?? [];
  return z.email().safeParse(inBrackets ?? bare).success;
}, 'must be an address such as orders@shop.example or Waybill <orders@shop.example>');

const phone = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be an E.164 number such as +4930123456');

const address = (...schemes: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol), {
    error: `must be an address that starts with ${schemes.join(' or ')}`,
  });

const domainName = z.string().regex(/^[\w-]+(?:\.[\w-]+)*$/, 'must be a name of the DNS');

const pem = z
  .string()
  .transform((text) => text.replaceAll(String.raw`\n`, '\n'))
  .refine(
    (text) => text.startsWith('-----BEGIN '),
    'must be a key in PEM; line breaks may be written as \\n',
  );

const vapidKey = (bytes: number) =>
  z
    .string()
    .refine(
      (text) => /^[\w-]+$/.test(text) && Buffer.from(text, 'base64url').length === bytes,
      `must be a key of ${bytes} bytes in base64url`,
    );

const FOUR_WEEKS_S = 2_419_200;

/** What the providers need to know; which of them are used is said by `EMAIL_PROVIDER`, `SMS_PROVIDER` and `PUSH_PROVIDER`. */
export const channelsEnv = {
  EMAIL_PROVIDER: z.enum(['smtp', 'log']).default('smtp'),
  SMS_PROVIDER: z.enum(['none', 'twilio', 'log']).default('none'),
  PUSH_PROVIDER: z.enum(['none', 'web-push', 'log']).default('none'),

  SMTP_HOST: z.string().optional(),
  SMTP_PORT: port().default(587),
  SMTP_SECURE: flag().default(false),
  SMTP_REQUIRE_TLS: flag().default(false),
  SMTP_TLS_REJECT_UNAUTHORIZED: flag().default(true),
  SMTP_USER: z.string().optional(),
  SMTP_PASS: secret(),
  SMTP_FALLBACK_HOST: z.string().optional(),
  SMTP_FALLBACK_PORT: port().default(587),
  SMTP_FALLBACK_SECURE: flag().default(false),
  SMTP_FALLBACK_USER: z.string().optional(),
  SMTP_FALLBACK_PASS: z.string().optional(),
  SMTP_MAX_CONNECTIONS: int({ min: 1, max: 100 }).default(5),
  SMTP_TIMEOUT_MS: milliseconds().default(10_000),
  MAIL_FROM: mailbox.optional(),
  DKIM_DOMAIN: domainName.optional(),
  DKIM_SELECTOR: domainName.optional(),
  DKIM_PRIVATE_KEY: pem.optional(),

  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC\w+$/, 'must be an account SID, which starts with AC')
    .optional(),
  TWILIO_AUTH_TOKEN: z.string().optional(),
  TWILIO_FROM: phone.optional(),
  TWILIO_MESSAGING_SERVICE_SID: z.string().optional(),
  TWILIO_API_BASE: address('http:', 'https:').optional(),
  TWILIO_TIMEOUT_MS: milliseconds().default(10_000),

  VAPID_PUBLIC_KEY: vapidKey(65).optional(),
  VAPID_PRIVATE_KEY: vapidKey(32).optional(),
  VAPID_SUBJECT: address('mailto:', 'https:').optional(),
  PUSH_TTL_S: int({ max: FOUR_WEEKS_S }).default(86_400),
  PUSH_TIMEOUT_MS: milliseconds().default(10_000),
};

type Name = keyof typeof channelsEnv;

const DKIM: readonly Name[] = ['DKIM_DOMAIN', 'DKIM_SELECTOR', 'DKIM_PRIVATE_KEY'];

/** Which variables are needed, and by what, given the others. */
const NEEDS: readonly {
  readonly when: string;
  readonly applies: (env: Partial<Record<Name, unknown>>) => boolean;
  readonly needed: readonly Name[];
}[] = [
  {
    when: 'EMAIL_PROVIDER is smtp',
    applies: (env) => env.EMAIL_PROVIDER === 'smtp',
    needed: ['SMTP_HOST', 'MAIL_FROM'],
  },
  {
    when: 'DKIM is used',
    applies: (env) => DKIM.some((name) => env[name] !== undefined),
    needed: DKIM,
  },
  {
    when: 'SMS_PROVIDER is twilio',
    applies: (env) => env.SMS_PROVIDER === 'twilio',
    needed: ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'],
  },
  {
    when: 'SMS_PROVIDER is twilio, unless there is TWILIO_MESSAGING_SERVICE_SID,',
    applies: (env) => env.SMS_PROVIDER === 'twilio' && env.TWILIO_MESSAGING_SERVICE_SID === undefined,
    needed: ['TWILIO_FROM'],
  },
  {
    when: 'PUSH_PROVIDER is web-push',
    applies: (env) => env.PUSH_PROVIDER === 'web-push',
    needed: ['VAPID_PUBLIC_KEY', 'VAPID_PRIVATE_KEY', 'VAPID_SUBJECT'],
  },
];

/** What a chosen provider lacks: each variable with what is wrong. */
export const lackingIn = (env: Partial<Record<Name, unknown>>): { name: Name; message: string }[] =>
  NEEDS.filter(({ applies }) => applies(env)).flatMap(({ when, needed }) =>
    needed
      .filter((name) => env[name] === undefined)
      .map((name) => ({ name, message: `is required when ${when}`.replace(/,$/, '') })),
  );
