import { type Clock, systemClock } from './clock.js';

/**
 * How often something may be begun: at once while it is wanted now and then, and once in `intervalMs` while it is wanted
 * all the time, so that each beginning finds more to do.
 * The virtual scheduling of the Generic Cell Rate Algorithm, ITU-T Recommendation I.371, annex A.
 */
export class Tempo {
  /** When the next would be due if each were `intervalMs` after the one before. */
  private dueAt = -Infinity;

  /** @param ahead how many may be begun before they are due, after a rest of so many intervals. */
  constructor(
    private readonly intervalMs: number,
    private readonly ahead: number,
    private readonly clock: Clock = systemClock,
  ) {}

  /** How long to wait before the next may be begun, in milliseconds; 0 if it may be at once. */
  waitMs(): number {
    const early = this.dueAt - this.ahead * this.intervalMs - this.now();
    // More than one interval: the clock has been set back.
    return early > this.intervalMs ? 0 : Math.max(0, early);
  }

  /** One has been begun. */
  begun(): void {
    const now = this.now();
    const isAhead = this.dueAt > now && this.dueAt <= now + (this.ahead + 1) * this.intervalMs;
    this.dueAt = (isAhead ? this.dueAt : now) + this.intervalMs;
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
