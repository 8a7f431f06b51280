import type { NotificationConfig } from '../config.js';
import type { SmtpSettings } from './email/smtp-channel.js';
import type { WebPushSettings } from './push/web-push-channel.js';
import type { TwilioSettings } from './sms/twilio-channel.js';

/** The provider of each channel; null where the shop has none. */
export interface ChannelSettings {
  /** Mail servers, the preferred one first. */
  readonly email: readonly SmtpSettings[] | 'log';
  readonly sms: TwilioSettings | 'log' | null;
  readonly push: WebPushSettings | 'log' | null;
}

/** Injects the `ChannelSettings`. */
export const CHANNEL_SETTINGS = Symbol('notification-channel-settings');

/** What the configuration says of the providers; what a chosen one needs is there, or the configuration is refused. */
export const channelSettings = (config: NotificationConfig): ChannelSettings => ({
  email: config.EMAIL_PROVIDER === 'log' ? 'log' : smtpSettings(config),
  sms: of(config.SMS_PROVIDER, () => twilioSettings(config)),
  push: of(config.PUSH_PROVIDER, () => webPushSettings(config)),
});

const of = <Settings>(provider: string, settings: () => Settings): Settings | 'log' | null => {
  if (provider === 'none') return null;
  return provider === 'log' ? 'log' : settings();
};

/** The mail servers: the second one, where there is one, sends while the first cannot. */
function smtpSettings(config: NotificationConfig): readonly SmtpSettings[] {
  const common = {
    requireTls: config.SMTP_REQUIRE_TLS,
    rejectUnauthorized: config.SMTP_TLS_REJECT_UNAUTHORIZED,
    from: config.MAIL_FROM ?? '',
    maxConnections: config.SMTP_MAX_CONNECTIONS,
    timeoutMs: config.SMTP_TIMEOUT_MS,
    ...dkimOf(config),
  };
  const preferred = {
    ...common,
    provider: 'smtp',
    host: config.SMTP_HOST ?? '',
    port: config.SMTP_PORT,
    secure: config.SMTP_SECURE,
    user: config.SMTP_USER,
    password: config.SMTP_PASS,
  };
  if (!config.SMTP_FALLBACK_HOST) return [preferred];
  const fallback = {
    ...common,
    provider: 'smtp-2',
    host: config.SMTP_FALLBACK_HOST,
    port: config.SMTP_FALLBACK_PORT,
    secure: config.SMTP_FALLBACK_SECURE,
    user: config.SMTP_FALLBACK_USER,
    password: config.SMTP_FALLBACK_PASS,
  };
  return [preferred, fallback];
}

const dkimOf = ({ DKIM_DOMAIN, DKIM_SELECTOR, DKIM_PRIVATE_KEY }: NotificationConfig) =>
  DKIM_DOMAIN && DKIM_SELECTOR && DKIM_PRIVATE_KEY
    ? { dkim: { domain: DKIM_DOMAIN, selector: DKIM_SELECTOR, privateKey: DKIM_PRIVATE_KEY } }
    : {};

const twilioSettings = (config: NotificationConfig): TwilioSettings => ({
  accountSid: config.TWILIO_ACCOUNT_SID ?? '',
  authToken: config.TWILIO_AUTH_TOKEN ?? '',
  sender: config.TWILIO_MESSAGING_SERVICE_SID
    ? { messagingServiceSid: config.TWILIO_MESSAGING_SERVICE_SID }
    : { from: config.TWILIO_FROM ?? '' },
  apiBase: config.TWILIO_API_BASE,
  timeoutMs: config.TWILIO_TIMEOUT_MS,
});

const webPushSettings = (config: NotificationConfig): WebPushSettings => ({
  vapid: {
    subject: config.VAPID_SUBJECT ?? '',
    publicKey: config.VAPID_PUBLIC_KEY ?? '',
    privateKey: config.VAPID_PRIVATE_KEY ?? '',
  },
  ttlSeconds: config.PUSH_TTL_S,
  timeoutMs: config.PUSH_TIMEOUT_MS,
});
