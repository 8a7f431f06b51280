import { type DynamicModule, Module } from '@nestjs/common';
import { SMTP_SETTINGS, type SmtpSettings } from './channels/email/smtp-channel.js';
import type { NotificationConfig } from './config.js';
import { ALERT_RECIPIENT } from './notifications/alert-shop.js';
import { SENDER_SETTINGS, type SenderSettings } from './sending/sender-settings.js';

// The rest of the time for stopping is for the consumers and the connections, which end after the senders.
const SHARE_OF_STOPPING = 0.6;
const OUTAGE_PAUSE = { baseMs: 1000, maxMs: 30_000 };

/** What each feature needs to know of the configuration, under the feature's own name for it. */
@Module({})
export class SettingsModule {
  static from(config: NotificationConfig): DynamicModule {
    const providers = [
      { provide: SMTP_SETTINGS, useValue: smtpSettings(config) },
      { provide: SENDER_SETTINGS, useValue: senderSettings(config) },
      { provide: ALERT_RECIPIENT, useValue: config.ALERT_EMAIL ?? null },
    ];
    return { module: SettingsModule, global: true, providers, exports: providers };
  }
}

const smtpSettings = (config: NotificationConfig): SmtpSettings => ({
  host: config.SMTP_HOST,
  port: config.SMTP_PORT,
  secure: config.SMTP_SECURE,
  user: config.SMTP_USER,
  password: config.SMTP_PASS,
  from: config.MAIL_FROM,
  maxConnections: config.SMTP_MAX_CONNECTIONS,
  timeoutMs: config.SMTP_TIMEOUT_MS,
});

const senderSettings = (config: NotificationConfig): SenderSettings => ({
  concurrency: config.SENDER_CONCURRENCY,
  pollIntervalMs: config.POLL_INTERVAL_MS,
  sendTimeoutMs: config.SEND_TIMEOUT_MS,
  leaseMs: config.SEND_LEASE_MS,
  retry: {
    maxAttempts: config.NOTIFICATION_MAX_ATTEMPTS,
    backoff: { baseMs: config.NOTIFICATION_RETRY_BASE_MS, maxMs: config.NOTIFICATION_RETRY_MAX_MS },
  },
  outage: OUTAGE_PAUSE,
  drainMs: Math.floor(config.SHUTDOWN_TIMEOUT_MS * SHARE_OF_STOPPING),
});
