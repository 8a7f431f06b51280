import type { Channel as ChannelName } from '@app/contracts';
import { Transactions } from '@app/messaging';
import { DEFAULT_TENANT } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { ProviderMetrics } from './providers/provider-metrics.js';
import { SENDER_SETTINGS, type SenderSettings } from './sender-settings.js';
import { OutgoingRepository } from './persistence/outgoing.repository.js';

const WINDOW_S = 1;

/** What may be claimed now, and in how many milliseconds there is more if that was not all. */
export interface Allowance {
  readonly granted: number;
  readonly waitMs: number;
}

/**
 * How many notifications a provider is given in a second. All instances share one budget, in the database; a second
 * begins with the first notification that counts towards it.
 */
@Injectable()
export class Throttle {
  private readonly limiters = new Map<number, RateLimiterPostgres>();

  constructor(
    private readonly transactions: Transactions,
    private readonly outgoing: OutgoingRepository,
    private readonly metrics: ProviderMetrics,
    @Inject(SENDER_SETTINGS) private readonly settings: SenderSettings,
  ) {}

  /** Grants at most `room` of what is due. Without a limit it grants all and asks nobody. */
  async take(channel: ChannelName, provider: string, room: number): Promise<Allowance> {
    const most = this.settings.maxPerSecond[channel];
    if (most === 0 || room === 0) return { granted: room, waitMs: 0 };
    // What nobody needs is not taken from the other instances.
    const wanted = await this.outgoing.countDue(this.transactions.reader(DEFAULT_TENANT), channel, room);
    if (wanted === 0) return { granted: 0, waitMs: 0 };

    const { consumedPoints, msBeforeNext } = await this.limiter(most).penalty(provider, wanted);
    const leftBefore = most - (consumedPoints - wanted);
    const granted = Math.max(0, Math.min(wanted, leftBefore));
    if (granted === wanted) return { granted, waitMs: 0 };
    this.metrics.waits(provider);
    return { granted, waitMs: Math.max(1, msBeforeNext) };
  }

  private limiter(points: number): RateLimiterPostgres {
    const known = this.limiters.get(points);
    if (known) return known;
    const limiter = new RateLimiterPostgres({
      // Statements of the service's own pool, one connection for each and only as long as it takes.
      storeClient: { query: (statement: Statement) => this.query(statement) },
      storeType: 'client',
      tableName: 'sending_budgets',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: '',
      points,
      duration: WINDOW_S,
    });
    this.limiters.set(points, limiter);
    return limiter;
  }

  private async query({ text, values }: Statement) {
    const rows = await this.transactions.reader(DEFAULT_TENANT).query(text, values);
    return { rows, rowCount: rows.length };
  }
}

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}
