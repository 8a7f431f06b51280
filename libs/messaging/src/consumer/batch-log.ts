import type { DomainEvent } from '@app/contracts';
import type { Logger } from 'pino';
import { batchFacts } from './batch-facts.js';
import type { BatchCounter, CommittedBatch } from './batch-processor.js';

/** Writes one line of every batch that was committed, at debug, and counts it. */
export class BatchLog implements BatchCounter {
  constructor(
    private readonly metrics: Pick<BatchCounter, 'heldUp'> & {
      handled(queue: string, counts: CommittedBatch): void;
    },
    private readonly logger: Logger,
  ) {}

  heldUp(queue: string): void {
    this.metrics.heldUp(queue);
  }

  handled(queue: string, counts: CommittedBatch, events: readonly DomainEvent[]): void {
    this.metrics.handled(queue, counts);
    // Hundreds a second: nobody gathers the ids of what nobody reads.
    if (!this.logger.isLevelEnabled('debug')) return;
    const { repeated, parked, seconds } = counts;
    const durationMs = Math.round(seconds * 10_000) / 10;
    this.logger.debug({ ...batchFacts(queue, events), repeated, parked, durationMs }, 'batch handled');
  }
}
