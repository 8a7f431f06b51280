import { type Clock, newId, type Pace, Tempo } from '@app/platform';
import { DependencyUnavailable } from '../database/failures.js';
import type { Outcome } from './outcome.js';
import type { Transactions } from './transactions.js';
import type { Tx } from './tx.js';

/**
 * Does requests of one tenant in a transaction, in a number of statements that does not grow with theirs, and tells
 * what became of each, in their order. What it publishes names its own cause. May be called again for the same requests.
 */
export type Work<Request, Value> = (
  tx: Tx,
  requests: readonly Request[],
) => Promise<readonly Outcome<Value>[]>;

interface Waiting<Request, Value> {
  readonly tenant: string;
  readonly request: Request;
  readonly settle: (outcome: Outcome<Value>) => void;
}

// A request waits for no more than this, and only behind others. Two at once: one commits while the other reads.
const TRANSACTIONS: Pace = { everyMs: 3, seldomMs: 40, ahead: 5 };
const AT_ONCE = 2;
const MOST_REQUESTS = 100;

/**
 * Group commit: requests that come at once share a transaction, so that there are fewer of them the more there is to do.
 * Each has its own answer, and none can spoil another's: where a transaction with several was undone, each is done alone.
 */
export class SharedTransactions<Request, Value> {
  private waiting: Waiting<Request, Value>[] = [];
  private readonly tempo: Tempo;
  private underWay = 0;
  private isDue = false;

  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly work: Work<Request, Value>,
  ) {
    this.tempo = new Tempo(TRANSACTIONS, clock);
  }

  /** The value that the work has for the request, committed. Rejects with its refusal, or as `Transactions.run` does. */
  run(tenant: string, request: Request): Promise<Value> {
    return new Promise((resolve, reject) => {
      const settle = (outcome: Outcome<Value>): void =>
        'value' in outcome ? resolve(outcome.value) : reject(outcome.refusal);
      this.waiting.push({ tenant, request, settle });
      this.begin();
    });
  }

  private begin(): void {
    while (this.waiting.length > 0 && this.underWay < AT_ONCE && !this.isDue) {
      const waitMs = this.tempo.waitMs();
      if (waitMs > 0) return this.beginAfter(waitMs);
      const ended = this.tempo.begun();
      this.underWay += 1;
      void this.transact(this.next()).finally(() => {
        ended();
        this.underWay -= 1;
        this.begin();
      });
    }
  }

  private beginAfter(waitMs: number): void {
    this.isDue = true;
    this.clock.after(waitMs, () => {
      this.isDue = false;
      this.begin();
    });
  }

  /** Those of the tenant that has waited longest. */
  private next(): Waiting<Request, Value>[] {
    const tenant = this.waiting[0]?.tenant;
    const chosen = new Set(this.waiting.filter((one) => one.tenant === tenant).slice(0, MOST_REQUESTS));
    this.waiting = this.waiting.filter((one) => !chosen.has(one));
    return [...chosen];
  }

  /** Never rejects: every request is settled. */
  private async transact(batch: readonly Waiting<Request, Value>[]): Promise<void> {
    try {
      const outcomes = await this.outcomes(batch);
      for (const [at, outcome] of outcomes.entries()) batch[at]?.settle(outcome);
    } catch (refusal) {
      // Of a connection that was lost nobody knows whether it has committed: to do it again might do it twice.
      if (batch.length === 1 || refusal instanceof DependencyUnavailable) {
        for (const { settle } of batch) settle({ refusal });
      } else {
        for (const one of batch) await this.transact([one]);
      }
    }
  }

  private outcomes(batch: readonly Waiting<Request, Value>[]): Promise<readonly Outcome<Value>[]> {
    const cause = { tenant: batch[0]?.tenant ?? '', correlationid: newId() };
    const requests = batch.map(({ request }) => request);
    return this.transactions.run(cause, (tx) => this.work(tx, requests));
  }
}
