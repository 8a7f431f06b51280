import type { Channel as ChannelName } from '@app/contracts';
import type { RetryPolicy } from './domain/settlement.js';
import type { BreakerSettings } from './providers/provider-breaker.js';

/** How the senders of this process work; all times in milliseconds. */
export interface SenderSettings {
  /** Notifications under way at once, per channel. */
  readonly concurrency: number;
  /** How often to look for due work that nobody announced: of other instances, retries, expired leases. */
  readonly pollIntervalMs: number;
  /** When to stop waiting for one attempt. */
  readonly sendTimeoutMs: number;
  /** How long a claim holds unless it is renewed: after a crash, what was under way is due again by then. */
  readonly leaseMs: number;
  readonly retry: Omit<RetryPolicy, 'holdUnknownMs'>;
  readonly breaker: BreakerSettings;
  /** How many may go to a provider of the channel in a second, from all instances together; 0 for no limit. */
  readonly maxPerSecond: Readonly<Record<ChannelName, number>>;
  /** How long what is final is kept; 0 for ever. */
  readonly retentionDays: number;
  /** How long a stopping process waits for what is under way. */
  readonly drainMs: number;
}

/** Injects the `SenderSettings`. */
export const SENDER_SETTINGS = Symbol('notification-sender-settings');
