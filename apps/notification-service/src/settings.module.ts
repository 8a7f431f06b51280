import { type DynamicModule, Module } from '@nestjs/common';
import { CHANNEL_SETTINGS, channelSettings } from './channels/channel-settings.js';
import type { NotificationConfig } from './config.js';
import { LOCAL_PUSH_SERVICES } from './contacts/save-contact.js';
import { ALERT_RECIPIENT } from './notifications/alert-shop.js';
import { LOW_STOCK_DIGEST_MS } from './sending/digest-alerts.js';
import { SENDER_SETTINGS, type SenderSettings } from './sending/sender-settings.js';
import { LOADED_TEMPLATES, type LoadedTemplates } from './templates/load-templates.js';

// The rest of the time for stopping is for the consumers and the connections, which end after the senders.
const SHARE_OF_STOPPING = 0.6;

/** What each feature needs to know of the configuration, under the feature's own name for it. */
@Module({})
export class SettingsModule {
  static from(config: NotificationConfig, templates: LoadedTemplates): DynamicModule {
    const providers = [
      { provide: CHANNEL_SETTINGS, useValue: channelSettings(config) },
      { provide: LOCAL_PUSH_SERVICES, useValue: config.NODE_ENV !== 'production' },
      { provide: SENDER_SETTINGS, useValue: senderSettings(config) },
      { provide: LOADED_TEMPLATES, useValue: templates },
      { provide: LOW_STOCK_DIGEST_MS, useValue: config.LOW_STOCK_DIGEST_MS },
      { provide: ALERT_RECIPIENT, useValue: config.ALERT_EMAIL ?? null },
    ];
    return { module: SettingsModule, global: true, providers, exports: providers };
  }
}

const senderSettings = (config: NotificationConfig): SenderSettings => ({
  concurrency: config.SENDER_CONCURRENCY,
  pollIntervalMs: config.POLL_INTERVAL_MS,
  sendTimeoutMs: config.SEND_TIMEOUT_MS,
  leaseMs: config.SEND_LEASE_MS,
  retry: {
    maxAttempts: config.NOTIFICATION_MAX_ATTEMPTS,
    backoff: { baseMs: config.NOTIFICATION_RETRY_BASE_MS, maxMs: config.NOTIFICATION_RETRY_MAX_MS },
  },
  breaker: { failurePercent: config.BREAKER_FAILURE_PERCENT, resetMs: config.BREAKER_RESET_MS },
  maxPerSecond: {
    EMAIL: config.EMAIL_MAX_PER_SECOND,
    SMS: config.SMS_MAX_PER_SECOND,
    PUSH: config.PUSH_MAX_PER_SECOND,
  },
  retentionDays: config.NOTIFICATION_RETENTION_DAYS,
  drainMs: Math.floor(config.SHUTDOWN_TIMEOUT_MS * SHARE_OF_STOPPING),
});
