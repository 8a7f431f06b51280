import { within } from '@app/platform';
import type { Parcel } from '../channels/domain/channel.js';
import type { Attempt, Claimed } from './domain/settlement.js';
import type { ProviderBreaker } from './providers/provider-breaker.js';
import { beginAttempt, endAttempt } from './trace-attempt.js';

/** Tries once and never rejects; gives up after `timeoutMs`, or when `control` aborts. */
export async function attempt(
  breaker: ProviderBreaker,
  claimed: Claimed,
  parcel: Parcel,
  timeoutMs: number,
  control: AbortController,
): Promise<Attempt> {
  const { provider } = breaker;
  const { id, recipient, kind, lease, attempts } = claimed;
  const tried = { id, recipient, kind, lease, attempts };
  const span = beginAttempt(provider, claimed);
  const timer = setTimeout(() => control.abort(), timeoutMs);
  try {
    await within(span, () => breaker.send(parcel, control.signal));
    endAttempt(span);
    return { claimed: tried, provider };
  } catch (failure) {
    endAttempt(span, failure);
    return { claimed: tried, provider, failure };
  } finally {
    clearTimeout(timer);
  }
}
