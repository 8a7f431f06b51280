import { type Clock, type Pace, Tempo } from '@app/platform';
import type { Logger } from 'pino';
import type { Outbox, OutboxRow } from './outbox.js';

/** A row of the outbox that a relay has in memory. */
export interface Held {
  readonly tenant: string;
  readonly row: OutboxRow;
}

// Four times a second, whatever the number of batches that are published in it: what a crash has another relay publish
// again is a quarter of a second's, and far less than a lease.
const REMOVALS: Pace = { everyMs: 250, ahead: 3 };
const MOST_AT_ONCE = 1_000;

/** What the broker has confirmed and the outbox still holds: removed in the background, many rows at a time. */
export class Confirmed {
  private waiting: Held[] = [];
  private removing: Promise<void> | undefined;
  private readonly tempo: Tempo;

  /** @param forgotten is told of what nobody waits for any more, removed or, as well as could be, not. */
  constructor(
    private readonly outbox: Outbox,
    clock: Clock,
    private readonly forgotten: (held: readonly Held[]) => void,
    private readonly logger: Logger,
  ) {
    this.tempo = new Tempo(REMOVALS, clock);
  }

  add(held: readonly Held[]): void {
    this.waiting.push(...held);
  }

  /** How long there is nothing to do, in milliseconds: for ever, unless something is added or `forgotten`. */
  dueInMs(): number {
    if (this.waiting.length === 0 || this.removing) return Infinity;
    return this.waiting.length < MOST_AT_ONCE ? this.tempo.waitMs() : 0;
  }

  /** Begins to remove what waits, if it is due. */
  removeDue(): void {
    if (this.dueInMs() === 0) this.begin();
  }

  /** Resolves when nothing waits. */
  async removeAll(): Promise<void> {
    for (;;) {
      if (this.waiting.length > 0 && !this.removing) this.begin();
      if (!this.removing) return;
      await this.removing;
    }
  }

  private begin(): void {
    this.tempo.begun();
    const batch = this.waiting.splice(0, MOST_AT_ONCE);
    this.removing = this.remove(batch).finally(() => {
      this.removing = undefined;
      this.forgotten(batch);
    });
  }

  /** Never rejects: a row that could not be removed is published once more, which the inbox drops. */
  private async remove(batch: readonly Held[]): Promise<void> {
    // crash point relay-before-delete: the broker has confirmed the events, and the outbox still holds them
    for (const tenant of new Set(batch.map((held) => held.tenant))) {
      const ids = batch.filter((held) => held.tenant === tenant).map(({ row }) => row.id);
      await this.outbox
        .remove(tenant, ids)
        .catch((error: unknown) => this.logger.warn({ err: error }, 'outbox not tidied'));
      // crash point relay-after-delete: what was confirmed is gone from the outbox
    }
  }
}
