import { confidential, flag, int, milliseconds, port, secret, topic, url } from '@app/platform';
import { z } from 'zod';

// A name may stand before the address, as in `Waybill <orders@shop.example>`; never a line break or a second address.
const MAILBOX = /^(?:[^\p{Cc}<>@,;:"]*<([^\s<>]+)>|([^\s<>]+))$/u;

const mailbox = z
  .string()
  .refine((text) => {
    const [, inBrackets, bare] = MAILBOX.exec(text) ?? [];
    return z.email().safeParse(inBrackets ?? bare).success;
  }, 'must be an address such as orders@shop.example or Waybill <orders@shop.example>')
  .meta({ form: 'mail address, with or without a name' });

const phone = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'must be an E.164 number such as +4930123456')
  .meta({ form: 'E.164' });

const SUBJECT_SCHEMES = ['mailto:', 'https:'];

const vapidSubject = z
  .string()
  .refine((text) => URL.canParse(text) && SUBJECT_SCHEMES.includes(new URL(text).protocol), {
    error: `must be an address that starts with ${SUBJECT_SCHEMES.join(' or ')}`,
  })
  .meta({ form: `URL: ${SUBJECT_SCHEMES.map((scheme) => `\`${scheme}\``).join(', ')}` });

const domainName = z
  .string()
  .regex(/^[\w-]+(?:\.[\w-]+)*$/, 'must be a name of the DNS')
  .meta({ form: 'name of the DNS' });

const pem = z
  .string()
  .transform((text) => text.replaceAll(String.raw`\n`, '\n'))
  .refine((text) => text.startsWith('-----BEGIN '), 'must be a key in PEM; line breaks may be written as \\n')
  .meta({ form: 'PEM' });

const vapidKey = (bytes: number) =>
  z
    .string()
    .refine(
      (text) => /^[\w-]+$/.test(text) && Buffer.from(text, 'base64url').length === bytes,
      `must be a key of ${bytes} bytes in base64url`,
    )
    .meta({ form: `${bytes} bytes in base64url` });

const FOUR_WEEKS_S = 2_419_200;

const mailEnv = topic('Mail', {
  EMAIL_PROVIDER: z
    .enum(['smtp', 'log'])
    .default('smtp')
    .describe('`log` sends nothing; the log tells what would be sent.'),
  MAIL_FROM: mailbox
    .optional()
    .describe('The sender: `Waybill <orders@shop.example>`. Required with `smtp`, and so is `SMTP_HOST`.'),
  SMTP_HOST: z.string().optional().describe('The mail server.'),
  SMTP_PORT: port().default(587).describe('Its port.'),
  SMTP_SECURE: flag()
    .default(false)
    .describe('TLS from the first byte; otherwise STARTTLS when the server offers it.'),
  SMTP_REQUIRE_TLS: flag().default(false).describe('Send nothing over a connection that cannot be upgraded.'),
  SMTP_TLS_REJECT_UNAUTHORIZED: flag()
    .default(true)
    .describe("`false` takes any certificate, such as one of the server's own making."),
  SMTP_USER: z.string().optional().describe('Who logs in there. Not set: nobody logs in.'),
  SMTP_PASS: secret().describe('Their password. Has to be set in production, though it may be empty.'),
  SMTP_FALLBACK_HOST: z.string().optional().describe('A second server, which sends while the first is away.'),
  SMTP_FALLBACK_PORT: port().default(587).describe('Its port.'),
  SMTP_FALLBACK_SECURE: flag().default(false).describe('The same as `SMTP_SECURE`.'),
  SMTP_FALLBACK_USER: z.string().optional().describe('Who logs in there.'),
  SMTP_FALLBACK_PASS: confidential(z.string()).describe('Their password.'),
  SMTP_MAX_CONNECTIONS: int({ min: 1, max: 100 })
    .default(5)
    .describe('The most connections of one process to each server.'),
  SMTP_TIMEOUT_MS: milliseconds().default(10_000).describe('How long a server may be silent.'),
  DKIM_DOMAIN: domainName.optional().describe('Who signs every mail. These three together, or none.'),
  DKIM_SELECTOR: domainName.optional().describe('Under which name its key is in the DNS.'),
  DKIM_PRIVATE_KEY: confidential(pem).describe('The key.'),
});

const twilioEnv = topic('SMS', {
  SMS_PROVIDER: z.enum(['none', 'twilio', 'log']).default('none').describe('Who sends SMS.'),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC\w+$/, 'must be an account SID, which starts with AC')
    .meta({ form: 'text that begins with `AC`' })
    .optional()
    .describe('The account. Required with `twilio`, and so is the token.'),
  TWILIO_AUTH_TOKEN: confidential(z.string()).describe('The token of the account.'),
  TWILIO_FROM: phone
    .optional()
    .describe('The number that it comes from. It or the next is required with `twilio`.'),
  TWILIO_MESSAGING_SERVICE_SID: z.string().optional().describe('The service that chooses the number.'),
  TWILIO_API_BASE: url('http', 'https').optional().describe("Instead of Twilio's own address."),
  TWILIO_TIMEOUT_MS: milliseconds().default(10_000).describe('How long one request may take.'),
});

const pushEnv = topic('Push', {
  PUSH_PROVIDER: z
    .enum(['none', 'web-push', 'log'])
    .default('none')
    .describe(
      'Who sends push messages. `web-push` needs the next three: `npx web-push generate-vapid-keys`.',
    ),
  VAPID_PUBLIC_KEY: vapidKey(65).optional().describe('What browsers know us by.'),
  VAPID_PRIVATE_KEY: confidential(vapidKey(32)).describe('What we sign with.'),
  VAPID_SUBJECT: vapidSubject
    .optional()
    .describe('Where push services reach us: `mailto:push@shop.example`.'),
  PUSH_TTL_S: int({ max: FOUR_WEEKS_S })
    .default(86_400)
    .describe('How long a push service keeps what it cannot deliver.'),
  PUSH_TIMEOUT_MS: milliseconds().default(10_000).describe('How long one request may take.'),
});

/** What the providers need to know; which of them are used is said by `EMAIL_PROVIDER`, `SMS_PROVIDER` and `PUSH_PROVIDER`. */
export const channelsEnv = { ...mailEnv, ...twilioEnv, ...pushEnv };

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
