import { int, milliseconds, serviceEnv, topic } from '@app/platform';
import { z } from 'zod';
import { channelsEnv, lackingIn } from './channels/channels.env.js';
import { LOCALES } from './templates/domain/locale.js';

// A mail may have to wait for the mails before it, each of them for a silent server, before its own turn comes.
const MAILS_IN_LINE = 4;

const letterEnv = topic('Letters', {
  DEFAULT_LOCALE: z
    .enum(LOCALES)
    .default('en')
    .describe('The language of whoever prefers neither, and of the shop.'),
  TEMPLATES_DIR: z
    .string()
    .optional()
    .describe("A path: a shop's own templates, by the paths of those that they replace."),
  ALERT_EMAIL: z
    .email()
    .max(254)
    .meta({ form: 'mail address' })
    .optional()
    .describe('Who is told of low stock. Not set: nobody.'),
  LOW_STOCK_DIGEST_MS: milliseconds({ min: 0 })
    .default(3_600_000)
    .describe('At most one alert per product in this time; 0 for each at once.'),
  NOTIFICATION_RETENTION_DAYS: int({ min: 0, max: 36_500 })
    .default(0)
    .describe('How long what is sent, failed or skipped is kept; 0 for ever.'),
});

const senderEnv = topic('Sending', {
  SENDER_CONCURRENCY: int({ min: 1, max: 400 })
    .default(10)
    .describe(
      `How many notifications of a channel one process has under way at once; at most ${MAILS_IN_LINE} times \`SMTP_MAX_CONNECTIONS\`.`,
    ),
  POLL_INTERVAL_MS: milliseconds()
    .default(1000)
    .describe('How often to look for what is due by time alone, or was left behind by another process.'),
  SEND_TIMEOUT_MS: milliseconds()
    .default(60_000)
    .describe(`When to stop waiting for one attempt; more than ${MAILS_IN_LINE} times \`SMTP_TIMEOUT_MS\`.`),
  SEND_LEASE_MS: milliseconds()
    .default(15_000)
    .describe(
      'How long after a crash what was under way is sent again. A process that lives renews its leases.',
    ),
  NOTIFICATION_MAX_ATTEMPTS: int({ min: 1, max: 100 })
    .default(8)
    .describe('After how many attempts a notification is given up.'),
  NOTIFICATION_RETRY_BASE_MS: milliseconds()
    .default(10_000)
    .describe('How long after the first failure it is tried again; twice as long after each more.'),
  NOTIFICATION_RETRY_MAX_MS: milliseconds().default(900_000).describe('How long after any failure, at most.'),
  BREAKER_FAILURE_PERCENT: int({ min: 1, max: 100 })
    .default(75)
    .describe('Above this share of failures among the latest attempts a provider is left alone.'),
  BREAKER_RESET_MS: milliseconds()
    .default(1000)
    .describe('How long, until one notification finds out whether it is back.'),
  EMAIL_MAX_PER_SECOND: int({ min: 0, max: 100_000 })
    .default(0)
    .describe('Mails to each provider, from all instances together; 0 for no limit.'),
  SMS_MAX_PER_SECOND: int({ min: 0, max: 100_000 }).default(0).describe('The same of SMS.'),
  PUSH_MAX_PER_SECOND: int({ min: 0, max: 100_000 }).default(0).describe('The same of push messages.'),
});

/** The environment that this service reads. */
export const notificationEnv = z
  .object({
    ...serviceEnv,
    PORT: serviceEnv.PORT.default(3003),

    ...channelsEnv,
    ...letterEnv,
    ...senderEnv,
  })
  .check(({ value, issues }) => {
    for (const { name, message } of lackingIn(value))
      issues.push({ code: 'custom', message, path: [name], input: undefined });
  })
  .refine((env) => env.SENDER_CONCURRENCY <= MAILS_IN_LINE * env.SMTP_MAX_CONNECTIONS, {
    path: ['SENDER_CONCURRENCY'],
    error: `must be at most ${MAILS_IN_LINE} times SMTP_MAX_CONNECTIONS`,
  })
  .refine((env) => env.SEND_TIMEOUT_MS > MAILS_IN_LINE * env.SMTP_TIMEOUT_MS, {
    path: ['SEND_TIMEOUT_MS'],
    error: `must be more than ${MAILS_IN_LINE} times SMTP_TIMEOUT_MS, so that a silent server is not taken for a slow one`,
  });

export type NotificationConfig = z.output<typeof notificationEnv>;
