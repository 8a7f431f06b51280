import { type Clock, systemClock } from './clock.js';

/** How often something may be begun. Times are in milliseconds. */
export interface Pace {
  /** Once in so long while it is wanted all the time. */
  readonly everyMs: number;
  /** Once in so long, at most, while each takes long: the longer it takes, the more the next should find to do. */
  readonly seldomMs?: number;
  /** How many may be begun before they are due, after a rest of so many intervals. */
  readonly ahead: number;
}

// Of what takes long: begun once in three times as long as it takes, so that most of the time is left to others.
const TIMES_ITS_DURATION = 3;
// Of the latest in the smoothed duration, so that one that was held up changes little.
const WEIGHT = 1 / 8;

/**
 * How often something may be begun: at once while it is wanted now and then, and once in an interval while it is wanted
 * all the time, so that each beginning finds more to do. The interval grows on a machine that is slow or full.
 * The virtual scheduling of the Generic Cell Rate Algorithm, ITU-T Recommendation I.371, annex A.
 */
export class Tempo {
  /** When the next would be due if each were an interval after the one before. */
  private dueAt = -Infinity;
  private tookMs = 0;

  constructor(
    private readonly pace: Pace,
    private readonly clock: Clock = systemClock,
  ) {}

  /** How long to wait before the next may be begun, in milliseconds; 0 if it may be at once. */
  waitMs(): number {
    const intervalMs = this.intervalMs();
    const early = this.dueAt - this.pace.ahead * intervalMs - this.now();
    // More than one interval: the clock has been set back.
    return early > intervalMs ? 0 : Math.max(0, early);
  }

  /** One has been begun. To be told when that has ended, so that the next wait for longer if it took long. */
  begun(): () => void {
    const now = this.now();
    const intervalMs = this.intervalMs();
    const isAhead = this.dueAt > now && this.dueAt <= now + (this.pace.ahead + 1) * intervalMs;
    this.dueAt = (isAhead ? this.dueAt : now) + intervalMs;
    return () => {
      this.tookMs += WEIGHT * (Math.max(0, this.now() - now) - this.tookMs);
    };
  }

  private intervalMs(): number {
    const { everyMs, seldomMs = everyMs } = this.pace;
    // Whole, since times since 1970 have no room for small fractions.
    return Math.min(seldomMs, Math.max(everyMs, Math.round(TIMES_ITS_DURATION * this.tookMs)));
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
