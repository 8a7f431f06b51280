import { int, milliseconds, port, serviceEnv } from '@app/platform';
import { z } from 'zod';
import { channelsEnv, lackingIn } from './channels/channels.env.js';
import { LOCALES } from './templates/domain/locale.js';

// A mail may have to wait for the mails before it, each of them for a silent server, before its own turn comes.
const MAILS_IN_LINE = 4;

/** The environment that this service reads. */
export const notificationEnv = z
  .object({
    ...serviceEnv,
    PORT: port().default(3003),

    ...channelsEnv,
    ALERT_EMAIL: z.email().max(254).optional(),
    DEFAULT_LOCALE: z.enum(LOCALES).default('en'),
    TEMPLATES_DIR: z.string().optional(),

    SENDER_CONCURRENCY: int({ min: 1, max: 400 }).default(10),
    POLL_INTERVAL_MS: milliseconds().default(1000),
    SEND_TIMEOUT_MS: milliseconds().default(60_000),
    SEND_LEASE_MS: milliseconds().default(15_000),
    NOTIFICATION_MAX_ATTEMPTS: int({ min: 1, max: 100 }).default(8),
    NOTIFICATION_RETRY_BASE_MS: milliseconds().default(10_000),
    NOTIFICATION_RETRY_MAX_MS: milliseconds().default(900_000),
    NOTIFICATION_RETENTION_DAYS: int({ min: 0, max: 36_500 }).default(0),
    BREAKER_FAILURE_PERCENT: int({ min: 1, max: 100 }).default(75),
    BREAKER_RESET_MS: milliseconds().default(1000),
    EMAIL_MAX_PER_SECOND: int({ min: 0, max: 100_000 }).default(0),
    SMS_MAX_PER_SECOND: int({ min: 0, max: 100_000 }).default(0),
    PUSH_MAX_PER_SECOND: int({ min: 0, max: 100_000 }).default(0),
    LOW_STOCK_DIGEST_MS: milliseconds({ min: 0 }).default(3_600_000),
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
