import { MetricsRegistry } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { Counter, Gauge, Histogram } from 'prom-client';

/** What the pipeline counts. Labels are queue names and error codes: few, whatever is sent. */
@Injectable()
export class MessagingMetrics {
  private readonly batches: Histogram;
  private readonly seconds: Histogram;
  private readonly events: Counter;
  private readonly holdUps: Counter;
  private readonly retries: Counter;
  private readonly deadLetters: Counter;
  private readonly outbox: Gauge;
  private readonly outboxAge: Gauge;
  private readonly parked: Gauge;
  private readonly gapAge: Gauge;

  constructor(registry: MetricsRegistry) {
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
    this.outbox = registry.gauge('waybill_outbox_events', 'Events not yet published.');
    this.outboxAge = registry.gauge(
      'waybill_oldest_outbox_event_seconds',
      'How long the oldest of them has waited, 0 without one.',
    );
    this.parked = registry.gauge('waybill_parked_events', 'Events before their turn.');
    this.gapAge = registry.gauge(
      'waybill_oldest_gap_seconds',
      'Age of the oldest parked event, 0 without one.',
    );
  }

  handled(
    queue: string,
    {
      events,
      repeated,
      parked,
      seconds,
    }: { events: number; repeated: number; parked: number; seconds: number },
  ): void {
    this.batches.observe({ queue }, events);
    this.seconds.observe({ queue }, seconds);
    this.events.inc({ queue, outcome: 'handled' }, events - repeated - parked);
    if (repeated > 0) this.events.inc({ queue, outcome: 'repeated' }, repeated);
    if (parked > 0) this.events.inc({ queue, outcome: 'parked' }, parked);
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

  backlog({
    outbox,
    outboxSeconds,
    parked,
    gapSeconds,
  }: {
    outbox: number;
    outboxSeconds: number;
    parked: number;
    gapSeconds: number;
  }): void {
    this.outbox.set(outbox);
    this.outboxAge.set(outboxSeconds);
    this.parked.set(parked);
    this.gapAge.set(gapSeconds);
  }
}
