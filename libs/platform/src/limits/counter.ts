import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Clock } from '../kernel/clock.js';
import type { Logger } from '../logging/logger.js';

// How long nobody waits for a store that has just failed.
const LEFT_ALONE_FOR_MS = 2_000;

/** How much may be asked for. */
export interface Quota {
  /** Named in the headers, and before every key. */
  readonly name: string;
  readonly requests: number;
  readonly windowSeconds: number;
}

/** Where somebody stands. */
export interface Standing {
  readonly isOver: boolean;
  readonly remaining: number;
  /** Until the window ends. */
  readonly resetSeconds: number;
}

/** Makes what counts in a store that all instances share. */
export type SharedCounter = (quota: Quota) => RateLimiterAbstract;

/** Counts requests, in a shared store while there is one and otherwise by itself: it never fails, and never takes long. */
export class RequestCounter {
  private readonly alone: RateLimiterAbstract;
  private readonly shared: RateLimiterAbstract | undefined;
  private leftAloneUntil = 0;
  private failing = false;

  constructor(
    readonly quota: Quota,
    shared: SharedCounter | undefined,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    const { name: keyPrefix, requests: points, windowSeconds: duration } = quota;
    this.alone = new RateLimiterMemory({ keyPrefix, points, duration });
    this.shared = shared?.(quota);
  }

  async count(key: string): Promise<Standing> {
    const now = this.clock.now().getTime();
    if (!this.shared || now < this.leftAloneUntil) return standingIn(this.alone, key);
    try {
      const standing = await standingIn(this.shared, key);
      if (this.failing) this.logger.info('requests are counted together again');
      this.failing = false;
      return standing;
    } catch (err) {
      if (!this.failing) this.logger.warn({ err }, 'requests are counted by each instance for itself');
      this.failing = true;
      this.leftAloneUntil = now + LEFT_ALONE_FOR_MS;
      return standingIn(this.alone, key);
    }
  }
}

async function standingIn(limiter: RateLimiterAbstract, key: string): Promise<Standing> {
  try {
    return standing(await limiter.consume(key), false);
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return standing(refused, true);
    throw refused;
  }
}

const standing = ({ remainingPoints, msBeforeNext }: RateLimiterRes, isOver: boolean): Standing => ({
  isOver,
  remaining: Math.max(0, remainingPoints),
  resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
});
