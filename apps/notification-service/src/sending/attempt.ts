import { type Channel, TemporaryFailure } from '../channels/domain/channel.js';
import type { Attempt, Claimed } from './domain/settlement.js';

/**
 * Tries once and never rejects: waits at most `timeoutMs`, and not at all any more once `control` aborts, whether or not
 * the channel listens to it.
 */
export async function attempt(
  channel: Channel,
  claimed: Claimed,
  timeoutMs: number,
  control: AbortController,
): Promise<Attempt> {
  const timer = setTimeout(() => control.abort(), timeoutMs);
  try {
    await Promise.race([channel.send(claimed, control.signal), endOf(control.signal)]);
    return { claimed };
  } catch (failure) {
    return { claimed, failure };
  } finally {
    clearTimeout(timer);
  }
}

const endOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const expire = (): void => reject(new TemporaryFailure('no answer within the time for one attempt'));
    signal.addEventListener('abort', expire, { once: true });
  });
