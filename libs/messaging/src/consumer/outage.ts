import type { Logger } from 'pino';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Transactions } from '../transaction/transactions.js';

const FIRST_PROBE_MS = 200;
const SLOWEST_PROBE_MS = 5_000;

/** Holds consumers while the database is away. Nothing is counted as an attempt: it is not the events' fault. */
export class Outage {
  private readonly waiting = new Set<Date>();

  constructor(
    private readonly transactions: Transactions,
    private readonly logger: Logger,
  ) {}

  /** Since when somebody waits, while anybody does. */
  get since(): Date | undefined {
    const [first] = this.waiting; // a set keeps the order of its insertions
    return first;
  }

  /** Resolves once the tenant's database answers again, or `signal` aborts. Probes at growing intervals. */
  async over(tenant: string, cause: unknown, signal: AbortSignal): Promise<void> {
    const began = new Date();
    this.waiting.add(began);
    this.logger.warn({ err: cause, tenant }, 'consumer paused: database unavailable');
    for (let delay = FIRST_PROBE_MS; !signal.aborted; delay = Math.min(delay * 2, SLOWEST_PROBE_MS)) {
      await sleep(delay, undefined, { signal }).catch(() => undefined);
      if (await this.answers(tenant)) break;
    }
    this.waiting.delete(began);
    this.logger.info({ tenant, pausedMs: Date.now() - began.getTime() }, 'consumer resumed');
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
