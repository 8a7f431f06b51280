import {
  mayHaveArrived,
  type Parcel,
  PermanentRefusal,
  ProviderUnreachable,
} from '../../channels/domain/channel.js';
import type { NotificationKind } from '../../notifications/domain/notification.js';
import type { Letter } from '../../templates/domain/letter-data.js';
import { type Backoff, delayAfter, type Random } from './backoff.js';

/** A notification that this process has claimed and may send until its lease ends. */
export interface Claimed extends Omit<Parcel, 'html'> {
  readonly kind: NotificationKind;
  /** What its HTML is written of, if it has any. */
  readonly letter: Letter | null;
  /** Tells this claim from any later one of the same notification. */
  readonly lease: string;
  /** Attempts since somebody last asked for it: at creation or by a manual retry. */
  readonly attempts: number;
  /** The trace of what led to it, if there is one. */
  readonly traceparent: string | null;
}

/** What is still to be known of a notification that has been tried: not its words, which would be much to keep. */
export type Tried = Omit<Claimed, 'subject' | 'message' | 'letter' | 'traceparent'>;

/** How an attempt to send went: `failure` is absent if the provider took it. */
export interface Attempt {
  readonly claimed: Tried;
  /** By whom. */
  readonly provider: string;
  readonly failure?: unknown;
}

/** What to note down about an attempt. */
export interface Settlement {
  readonly id: string;
  readonly lease: string;
  readonly kind: NotificationKind;
  readonly provider: string;
  readonly status: 'SENT' | 'FAILED' | 'PENDING';
  /** 0 when the provider could not be reached: an outage is not the notification's fault. */
  readonly counted: 0 | 1;
  readonly error: string | null;
  /** Not sent as far as we know, but nobody can tell: it may arrive twice. */
  readonly unknown: boolean;
  /** For PENDING: when it is due again, in milliseconds from now. */
  readonly delayMs: number;
}

/** When to give up, and how patiently to try. */
export interface RetryPolicy {
  readonly maxAttempts: number;
  readonly backoff: Backoff;
  /** How long to leave alone, at least, what may have arrived: another provider would not know the repeat. */
  readonly holdUnknownMs: number;
}

/** What follows from an attempt: sent, given up, or when to try again. */
export function settle(attempt: Attempt, policy: RetryPolicy, random: Random): Settlement {
  const { claimed, provider, failure } = attempt;
  const { id, lease, kind } = claimed;
  const settlement = {
    id,
    lease,
    kind,
    provider,
    counted: 1,
    error: null,
    unknown: false,
    delayMs: 0,
  } as const;
  if (failure === undefined) return { ...settlement, status: 'SENT' };

  const error = failure instanceof Error ? failure.message : 'unknown failure';
  const unknown = mayHaveArrived(failure);
  const failed = { ...settlement, error, unknown };
  const heldMs = unknown ? policy.holdUnknownMs : 0;
  // Due at once: the loop itself waits until the provider is back, and another instance may still reach it.
  if (failure instanceof ProviderUnreachable)
    return { ...failed, status: 'PENDING', counted: 0, delayMs: heldMs };

  const attempts = claimed.attempts + 1;
  const hopeless = failure instanceof PermanentRefusal || attempts >= policy.maxAttempts;
  if (hopeless) return { ...failed, status: 'FAILED' };
  const delayMs = Math.max(heldMs, delayAfter(attempts, policy.backoff, random));
  return { ...failed, status: 'PENDING', delayMs };
}
