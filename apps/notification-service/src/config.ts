import { flag, int, milliseconds, port, secret, serviceEnv } from '@app/platform';
import { z } from 'zod';

// A name may stand before the address, as in `Waybill <orders@shop.example>`; never a line break or a second address.
const MAILBOX = /^(?:[^\p{Cc}<>@,;:"]*<([^\s<>]+)>|([^\s<>]+))$/u;

const mailbox = z.string().refine((text) => {
  const [, inBrackets, bare] = MAILBOX.exec(text) ?? [];
  return z.email().safeParse(inBrackets ?? bare).success;
}, 'must be an address such as orders@shop.example or Waybill <orders@shop.example>');

// A mail may have to wait for the mails before it, each of them for a silent server, before its own turn comes.
const MAILS_IN_LINE = 4;

/** The environment that this service reads. */
export const notificationEnv = z
  .object({
    ...serviceEnv,
    PORT: port().default(3003),

    SMTP_HOST: z.string(),
    SMTP_PORT: port().default(587),
    SMTP_SECURE: flag().default(false),
    SMTP_USER: z.string().optional(),
    SMTP_PASS: secret(),
    SMTP_MAX_CONNECTIONS: int({ min: 1, max: 100 }).default(5),
    SMTP_TIMEOUT_MS: milliseconds().default(10_000),
    MAIL_FROM: mailbox,
    ALERT_EMAIL: z.email().max(254).optional(),

    SENDER_CONCURRENCY: int({ min: 1, max: 400 }).default(10),
    POLL_INTERVAL_MS: milliseconds().default(1000),
    SEND_TIMEOUT_MS: milliseconds().default(60_000),
    SEND_LEASE_MS: milliseconds().default(15_000),
    NOTIFICATION_MAX_ATTEMPTS: int({ min: 1, max: 100 }).default(8),
    NOTIFICATION_RETRY_BASE_MS: milliseconds().default(10_000),
    NOTIFICATION_RETRY_MAX_MS: milliseconds().default(900_000),
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
