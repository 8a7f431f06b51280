import type { Logger } from 'pino';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Transactions } from '../transaction/transactions.js';

const FIRST_PROBE_MS = 200;
const SLOWEST_PROBE_MS = 5_000;

/** Holds the consumer while the database is away. Nothing is counted as an attempt: it is not the events' fault. */
export class Outage {
  /** Since when, while it lasts. */
  since: Date | undefined;

  constructor(
    private readonly transactions: Transactions,
    private readonly logger: Logger,
  ) {}

  /** Resolves once the tenant's database answers again, or `signal` aborts. Probes at growing intervals. */
  async over(tenant: string, cause: unknown, signal: AbortSignal): Promise<void> {
    if (!this.since) this.logger.warn({ err: cause, tenant }, 'consumer paused: database unavailable');
    this.since ??= new Date();
    for (let delay = FIRST_PROBE_MS; !signal.aborted; delay = Math.min(delay * 2, SLOWEST_PROBE_MS)) {
      await sleep(delay, undefined, { signal }).catch(() => undefined);
      if (await this.answers(tenant)) break;
    }
    this.logger.info({ tenant, pausedMs: Date.now() - (this.since?.getTime() ?? 0) }, 'consumer resumed');
    this.since = undefined;
  }

  private async answers(tenant: string): Promise<boolean> {
    try {
      await this.transactions.reader(tenant).query('SELECT 1');
      return true;
    } catch {
      return false;
    }
  }
}
