import { Clock, MetricsRegistry } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';
import type { CommittedBatch } from '../consumer/batch-processor.js';
import { ConsumerLag, type OldestInHand } from './consumer-lag.js';

// The codes of dead letters that cannot be read, which anybody may send us. Those of bugs nobody knows before they happen.
const UNREADABLE = ['too-large', 'bad-json', 'bad-envelope', 'unknown-type', 'unknown-version', 'bad-data'];

/** What the pipeline counts. Labels are queue names and error codes: few, whatever is sent. */
@Injectable()
export class MessagingMetrics {
  private readonly lag: ConsumerLag;
  private readonly batches: Histogram;
  private readonly seconds: Histogram;
  private readonly handlers: Histogram;
  private readonly events: Counter;
  private readonly holdUps: Counter;
  private readonly retries: Counter;
  private readonly deadLetters: Counter;

  constructor(registry: MetricsRegistry, clock: Clock) {
    this.lag = new ConsumerLag(registry, clock);
    this.batches = registry.histogram(
      'waybill_batch_events',
      'Events in a committed batch.',
      [1, 2, 5, 10, 20, 50, 100, 200, 500],
      'queue',
    );
    this.seconds = registry.histogram(
      'waybill_batch_duration_seconds',
      'Time from the begin to the commit of a batch.',
      [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
      'queue',
    );
    this.handlers = registry.histogram(
      'waybill_handler_duration_seconds',
      'Time that a handler took for the events of its type in a batch.',
      [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
      'type',
    );
    const outcomes = 'Events delivered, by what became of them: handled, repeated (dropped) or parked.';
    this.events = registry.counter('waybill_events_total', outcomes, 'queue', 'outcome');
    this.holdUps = registry.counter(
      'waybill_held_up_total',
      'Batches repeated because a lock or the time for it was not to be had.',
      'queue',
    );
    this.retries = registry.counter('waybill_retries_total', 'Deliveries sent up the retry ladder.', 'queue');
    this.deadLetters = registry.counter(
      'waybill_dead_letters_total',
      'Deliveries given up.',
      'queue',
      'code',
    );
  }

  /** Counts for a queue from now on: what has not happened yet is 0, so that the first time shows. */
  watch(queue: string, oldest: OldestInHand): void {
    this.lag.watch(queue, oldest);
    for (const outcome of ['handled', 'repeated', 'parked']) this.events.inc({ queue, outcome }, 0);
    this.holdUps.inc({ queue }, 0);
    this.retries.inc({ queue }, 0);
    for (const code of UNREADABLE) this.deadLetters.inc({ queue, code }, 0);
  }

  handled(queue: string, { events, repeated, parked, seconds, since }: CommittedBatch): void {
    this.lag.committed(queue, since);
    this.batches.observe({ queue }, events);
    this.seconds.observe({ queue }, seconds);
    this.events.inc({ queue, outcome: 'handled' }, events - repeated - parked);
    if (repeated > 0) this.events.inc({ queue, outcome: 'repeated' }, repeated);
    if (parked > 0) this.events.inc({ queue, outcome: 'parked' }, parked);
  }

  handlerRan(type: string, seconds: number): void {
    this.handlers.observe({ type }, seconds);
  }

  /** How many messages of a queue nobody has been given yet. */
  waiting(queue: string, messages: number): void {
    this.lag.waiting(queue, messages);
  }

  heldUp(queue: string): void {
    this.holdUps.inc({ queue });
  }

  retried(queue: string): void {
    this.retries.inc({ queue });
  }

  deadLettered(queue: string, code: string): void {
    this.deadLetters.inc({ queue, code });
  }
}
