import { type Parcel, PermanentRefusal, ProviderUnreachable } from '../../channels/domain/channel.js';
import { type Backoff, delayAfter, type Random } from './backoff.js';

/** A notification that this process has claimed and may send until its lease ends. */
export interface Claimed extends Parcel {
  /** Tells this claim from any later one of the same notification. */
  readonly lease: string;
  /** Attempts since somebody last asked for it: at creation or by a manual retry. */
  readonly attempts: number;
}

/** How an attempt to send went: `failure` is absent if the provider took it. */
export interface Attempt {
  readonly claimed: Claimed;
  readonly failure?: unknown;
}

/** What to note down about an attempt. */
export interface Settlement {
  readonly id: string;
  readonly lease: string;
  readonly status: 'SENT' | 'FAILED' | 'PENDING';
  /** 0 when the provider could not be reached: an outage is not the notification's fault. */
  readonly counted: 0 | 1;
  readonly error: string | null;
  /** For PENDING: when it is due again, in milliseconds from now. */
  readonly delayMs: number;
}

/** When to give up, and how patiently to try. */
export interface RetryPolicy {
  readonly maxAttempts: number;
  readonly backoff: Backoff;
}

/** What follows from an attempt: sent, given up, or when to try again. */
export function settle({ claimed, failure }: Attempt, policy: RetryPolicy, random: Random): Settlement {
  const { id, lease } = claimed;
  const settlement = { id, lease, counted: 1, error: null, delayMs: 0 } as const;
  if (failure === undefined) return { ...settlement, status: 'SENT' };

  const error = failure instanceof Error ? failure.message : 'unknown failure';
  // Due at once: the loop itself waits until the provider is back, and another instance may still reach it.
  if (failure instanceof ProviderUnreachable) return { ...settlement, status: 'PENDING', counted: 0, error };

  const attempts = claimed.attempts + 1;
  const hopeless = failure instanceof PermanentRefusal || attempts >= policy.maxAttempts;
  if (hopeless) return { ...settlement, status: 'FAILED', error };
  return { ...settlement, status: 'PENDING', error, delayMs: delayAfter(attempts, policy.backoff, random) };
}
