import { EventEmitter } from 'node:events';
import CircuitBreaker from 'opossum';
import {
  type Channel,
  type Parcel,
  PermanentRefusal,
  ProviderUnreachable,
  TemporaryFailure,
} from '../../channels/domain/channel.js';

/** When a provider is left alone, and for how long. */
export interface BreakerSettings {
  /** The share of the latest attempts that must fail for it. */
  readonly failurePercent: number;
  /** How long it is left alone before one notification finds out whether it is back. */
  readonly resetMs: number;
}

/** `half-open` while one notification finds out whether the provider is back. */
export type BreakerState = 'closed' | 'half-open' | 'open';

// "Latest" is ten seconds, in tenths, as long as there were enough of them to speak of a share.
const WINDOW_MS = 10_000;
const BUCKETS = 10;
const FEWEST_ATTEMPTS = 20;
// Nobody there three times in a row is an outage, however many were sent before. One lost connection is not.
const STREAK = 3;

/**
 * One provider behind a circuit breaker. That it refuses or takes a parcel is an answer; that it cannot be reached or
 * fails is not. While the breaker is open nothing reaches the provider, and `send` rejects with `ProviderUnreachable`.
 */
export class ProviderBreaker {
  readonly provider: string;
  private readonly breaker: CircuitBreaker<[Parcel, AbortSignal], void>;
  private readonly buckets = new EventEmitter();
  private readonly rotation: NodeJS.Timeout;
  private streak = 0;
  private lost?: { readonly since: Date; reason: string };

  constructor(
    private readonly channel: Channel,
    { failurePercent, resetMs }: BreakerSettings,
    private readonly now: () => Date,
  ) {
    this.provider = channel.provider;
    this.breaker = new CircuitBreaker((parcel, signal) => answerTo(channel, parcel, signal), {
      // The attempt keeps the time itself, so that whoever sends is told to stop as well.
      timeout: false,
      errorThresholdPercentage: failurePercent,
      resetTimeout: resetMs,
      volumeThreshold: FEWEST_ATTEMPTS,
      rollingCountTimeout: WINDOW_MS,
      rollingCountBuckets: BUCKETS,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
      rotateBucketController: this.buckets,
      errorFilter: (failure: unknown) => this.isAnswer(failure),
    });
    this.rotation = setInterval(() => this.buckets.emit('rotate'), WINDOW_MS / BUCKETS).unref();
    this.breaker.on('success', () => (this.streak = 0));
    this.breaker.on('failure', (failure) => this.failed(failure));
    this.breaker.on('close', () => this.closed());
  }

  get state(): BreakerState {
    if (this.breaker.opened) return 'open';
    return this.breaker.halfOpen ? 'half-open' : 'closed';
  }

  /** Since when and why the provider is left alone; undefined while it is not. */
  get outage(): { readonly since: string; readonly reason: string } | undefined {
    if (this.state === 'closed' || !this.lost) return undefined;
    return { since: this.lost.since.toISOString(), reason: this.lost.reason };
  }

  /** How many it may be given now, of the `most` that may be under way in good times. */
  limit(most: number): number {
    if (this.state === 'closed') return most;
    return this.breaker.halfOpen && this.breaker.pendingClose ? Math.min(1, most) : 0;
  }

  /** As the channel's own `send`. */
  async send(parcel: Parcel, signal: AbortSignal): Promise<void> {
    // Refused here, so that what is not tried does not count as a failure.
    if (this.limit(1) === 0) throw new ProviderUnreachable('not tried while the provider is left alone');
    await this.breaker.fire(parcel, signal);
  }

  /** Calls the listener with each new state. */
  onChange(listener: (state: BreakerState) => void): void {
    this.breaker.on('open', () => listener('open'));
    this.breaker.on('halfOpen', () => listener('half-open'));
    this.breaker.on('close', () => listener('closed'));
  }

  close(): void {
    clearInterval(this.rotation);
    this.breaker.shutdown();
    this.channel.close();
  }

  /** To the notification that looks whether it is back, any answer says that it is. */
  private isAnswer(failure: unknown): boolean {
    if (failure instanceof PermanentRefusal) return true;
    return this.breaker.halfOpen && failure instanceof TemporaryFailure && !failure.mayHaveArrived;
  }

  private failed(failure: unknown): void {
    this.streak = failure instanceof ProviderUnreachable ? this.streak + 1 : 0;
    const reason = failure instanceof Error ? failure.message : 'unknown failure';
    // Noted first: it may be this failure that opens the breaker.
    if (this.state === 'closed') this.lost = { since: this.now(), reason };
    else if (this.lost) this.lost.reason = reason;
    if (this.streak >= STREAK) this.breaker.open();
  }

  /** What was counted before an outage says nothing about the time after it. */
  private closed(): void {
    this.streak = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) this.buckets.emit('rotate');
  }
}

/** Waits no longer than until `signal` aborts, whether or not the channel listens to it. */
const answerTo = (channel: Channel, parcel: Parcel, signal: AbortSignal): Promise<void> =>
  Promise.race([channel.send(parcel, signal), endOf(signal)]);

const endOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const expire = (): void =>
      reject(new TemporaryFailure('no answer within the time for one attempt', { mayHaveArrived: true }));
    signal.addEventListener('abort', expire, { once: true });
  });
