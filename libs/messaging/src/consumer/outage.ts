import type { Clock } from '@app/platform';
import type { Logger } from 'pino';
import type { BatchFacts } from './batch-facts.js';
import type { Transactions } from '../transaction/transactions.js';

const FIRST_PROBE_MS = 200;
const SLOWEST_PROBE_MS = 5_000;
// Longer than two statements may take, so that whoever holds a lock for ten seconds fails nobody.
const PATIENCE_MS = 32_000;
const HELD_UP_PAUSE_MS = 200;

/** How long a batch is repeated that others hold up, with a lock that they do not give back in time. */
export interface Patience {
  /** Waits a moment; false, at once, when it has gone on for too long. */
  lasts(cause: unknown, signal: AbortSignal, batch: BatchFacts): Promise<boolean>;
}

/** Holds consumers while the database is away, or for a while when others are in the way. Nothing is counted as an attempt: it is not the events' fault. */
export class Outage {
  private readonly waiting = new Set<Date>();

  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Since when somebody waits, while anybody does. */
  get since(): Date | undefined {
    const [first] = this.waiting; // a set keeps the order of its insertions
    return first;
  }

  /** Resolves once the tenant's database answers again, or `signal` aborts. Probes at growing intervals. */
  async over(tenant: string, cause: unknown, signal: AbortSignal, batch: BatchFacts): Promise<void> {
    const began = this.clock.now();
    this.waiting.add(began);
    this.logger.warn({ ...batch, tenant, err: cause }, 'consumer paused: database unavailable');
    for (let delay = FIRST_PROBE_MS; !signal.aborted; delay = Math.min(delay * 2, SLOWEST_PROBE_MS)) {
      await this.clock.sleep(delay, signal).catch(() => undefined);
      // crash point outage-before-probe: a consumer waits for its database, and is about to ask for it
      if (await this.answers(tenant)) break;
    }
    this.waiting.delete(began);
    const pausedMs = this.clock.now().getTime() - began.getTime();
    this.logger.info({ ...batch, tenant, pausedMs }, 'consumer resumed');
  }

  /** Begins with the first failure. */
  patience(): Patience {
    let ends: number | undefined;
    return {
      lasts: async (cause, signal, batch) => {
        const now = this.clock.now().getTime();
        ends ??= now + PATIENCE_MS;
        if (now >= ends) return false;
        this.logger.warn({ ...batch, err: cause }, 'batch held up, will be repeated');
        await this.clock.sleep(HELD_UP_PAUSE_MS, signal).catch(() => undefined);
        return true;
      },
    };
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
