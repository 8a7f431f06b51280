import { type Backoff, delayAfter, type Random } from './backoff.js';

/** What an operator sees of a provider. */
export type ProviderState =
  | { readonly reachable: true }
  | { readonly reachable: false; readonly since: string; readonly reason: string };

interface Outage {
  readonly since: Date;
  readonly reason: string;
  readonly failures: number;
  readonly resumeAt: number;
}

/**
 * Whether a provider answers, as far as sending has shown, and how much may be tried. While it does not, nothing is sent
 * until a pause has passed, and then one notification at a time, until one gets an answer.
 */
export class Reachability {
  private outage?: Outage;

  constructor(
    private readonly backoff: Backoff,
    private readonly now: () => Date,
    private readonly random: Random,
  ) {}

  /** How many may be under way at once, of the `most` that may be in good times. */
  limit(most: number): number {
    if (!this.outage) return most;
    return this.pauseMs() > 0 ? 0 : Math.min(1, most);
  }

  /** What is left of the pause, in milliseconds; 0 when there is none. */
  pauseMs(): number {
    return this.outage ? Math.max(0, this.outage.resumeAt - this.now().getTime()) : 0;
  }

  state(): ProviderState {
    if (!this.outage) return { reachable: true };
    return { reachable: false, since: this.outage.since.toISOString(), reason: this.outage.reason };
  }

  /** The provider did not answer; true if that is news. Failures within one pause are one and the same. */
  lost(reason: string): boolean {
    if (this.pauseMs() > 0) return false;
    const now = this.now();
    const failures = (this.outage?.failures ?? 0) + 1;
    const resumeAt = now.getTime() + delayAfter(failures, this.backoff, this.random);
    const isNews = this.outage === undefined;
    this.outage = { since: this.outage?.since ?? now, reason, failures, resumeAt };
    return isNews;
  }

  /** The provider answered, whatever it said; true if that is news. */
  found(): boolean {
    const isNews = this.outage !== undefined;
    this.outage = undefined;
    return isNews;
  }
}
