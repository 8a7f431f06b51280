import type { LowStock } from '@app/contracts';
import type { Tx } from '@app/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { AlertDigestRepository } from './persistence/alert-digest.repository.js';

/** Injects how long after an alert the next one about the same product may follow, in milliseconds; 0 for at once. */
export const LOW_STOCK_DIGEST_MS = Symbol('notification-low-stock-digest-ms');

/**
 * At most one alert per product and recipient in a stretch of time. The first goes out at once. The next is held until
 * the time is over, and what comes meanwhile is merged into it: it then tells the latest figures and how many alerts it
 * stands for. Each merged one is on record as SKIPPED, with the one that tells it.
 */
@Injectable()
export class DigestAlerts {
  constructor(
    @Inject(LOW_STOCK_DIGEST_MS) private readonly apartMs: number,
    private readonly digests: AlertDigestRepository,
  ) {}

  /** Decides about the alerts that these events have led to in this very transaction. */
  async merge(tx: Tx, events: readonly LowStock[]): Promise<void> {
    if (this.apartMs === 0) return;
    const eventIds = events.map(({ id }) => id);
    await this.digests.lock(tx, eventIds);
    await this.digests.mergeIntoHeld(tx, eventIds);
    await this.digests.holdOthers(tx, eventIds, this.apartMs);
  }
}
