import { brokerAddress } from '@app/platform';
import { type DynamicModule, Module } from '@nestjs/common';
import { PENDING_ORDERS_MAX } from './backlog/backlog-brake.js';
import type { OrderServiceConfig } from './config.js';
import { EVENT_STREAMS_MAX } from './live/event-streams-max.js';
import { PAYMENT_WINDOW_MS } from './orders/payment-window.js';
import { PAYMENT_REQUIRED } from './orders/place-order.js';
import { PAYMENT_SETTINGS, type PaymentSettings } from './payments/payment-settings.js';
import type { ProviderChoice } from './payments/payments.module.js';
import { LOOKUP_SETTINGS, type LookupSettings } from './prices/lookup/lookup-settings.js';

// The rest of the time for stopping is for the consumers and the connections, which end afterwards.
const SHARE_OF_STOPPING = 0.6;
// For what surrounds a request to a provider: the library's pauses between tries, and our own transaction.
const LEASE_MARGIN_MS = 15_000;

/** What each feature needs to know of the configuration, under the feature's own name for it. */
@Module({})
export class SettingsModule {
  static from(config: OrderServiceConfig): DynamicModule {
    const providers = [
      { provide: PAYMENT_REQUIRED, useValue: config.PAYMENT_REQUIRED },
      { provide: PAYMENT_WINDOW_MS, useValue: config.PAYMENT_WINDOW_MS },
      { provide: PAYMENT_SETTINGS, useValue: paymentSettings(config) },
      { provide: LOOKUP_SETTINGS, useValue: lookupSettings(config) },
      { provide: EVENT_STREAMS_MAX, useValue: config.EVENT_STREAMS_MAX },
      { provide: PENDING_ORDERS_MAX, useValue: config.PENDING_ORDERS_MAX },
    ];
    return { module: SettingsModule, global: true, providers, exports: providers };
  }
}

const lookupSettings = (config: OrderServiceConfig): LookupSettings => ({
  broker: { ...brokerAddress(config), prefix: config.RABBITMQ_PREFIX },
  timeoutMs: config.PRICE_LOOKUP_TIMEOUT_MS,
  concurrency: config.PRICE_LOOKUP_CONCURRENCY,
  failurePercent: config.PRICE_LOOKUP_FAILURE_PERCENT,
  resetMs: config.PRICE_LOOKUP_RESET_MS,
});

const paymentSettings = (config: OrderServiceConfig): PaymentSettings => ({
  pollIntervalMs: config.PAYMENT_POLL_INTERVAL_MS,
  concurrency: config.PAYMENT_LINK_CONCURRENCY,
  // The library pauses at most five seconds before each further try.
  leaseMs: LEASE_MARGIN_MS + (config.STRIPE_TIMEOUT_MS + 5000) * (config.STRIPE_MAX_NETWORK_RETRIES + 1),
  patience: { leastMs: config.PAYMENT_LINK_RETRY_BASE_MS, mostMs: config.PAYMENT_LINK_RETRY_MAX_MS },
  drainMs: Math.floor(config.SHUTDOWN_TIMEOUT_MS * SHARE_OF_STOPPING),
});

/** Who takes the money. The configuration has been checked: what the provider needs is there. */
export const providerChoice = (config: OrderServiceConfig): ProviderChoice =>
  config.PAYMENT_PROVIDER === 'manual'
    ? { name: 'manual', linkTemplate: config.PAYMENT_LINK_TEMPLATE }
    : {
        name: 'stripe',
        settings: {
          secretKey: config.STRIPE_SECRET_KEY ?? '',
          webhookSecret: config.STRIPE_WEBHOOK_SECRET ?? '',
          apiBase: config.STRIPE_API_BASE,
          successUrl: config.STRIPE_SUCCESS_URL ?? '',
          cancelUrl: config.STRIPE_CANCEL_URL ?? '',
          timeoutMs: config.STRIPE_TIMEOUT_MS,
          maxNetworkRetries: config.STRIPE_MAX_NETWORK_RETRIES,
          webhookToleranceSeconds: config.STRIPE_WEBHOOK_TOLERANCE_S,
        },
      };
