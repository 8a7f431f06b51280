import { MetricsRegistry } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram } from 'prom-client';

/** What the pipeline counts. Labels are queue names and error codes: few, whatever is sent. */
@Injectable()
export class MessagingMetrics {
  private readonly batches: Histogram<'queue'>;
  private readonly seconds: Histogram<'queue'>;
  private readonly events: Counter<'queue' | 'outcome'>;
  private readonly retries: Counter<'queue'>;
  private readonly deadLetters: Counter<'queue' | 'code'>;
  private readonly outbox: Gauge;
  private readonly parked: Gauge;
  private readonly gapAge: Gauge;

  constructor(registry: MetricsRegistry) {
    const registers = [registry];
    const queue = ['queue'] as const;
    this.batches = new Histogram({
      name: 'waybill_batch_events',
      help: 'Events in a committed batch.',
      labelNames: queue,
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
      registers,
    });
    this.seconds = new Histogram({
      name: 'waybill_batch_duration_seconds',
      help: 'Time from the begin to the commit of a batch.',
      labelNames: queue,
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers,
    });
    this.events = new Counter({
      name: 'waybill_events_total',
      help: 'Events delivered, by what became of them: handled, repeated (dropped) or parked.',
      labelNames: ['queue', 'outcome'],
      registers,
    });
    const retries = 'Deliveries sent up the retry ladder.';
    this.retries = new Counter({
      name: 'waybill_retries_total',
      help: retries,
      labelNames: queue,
      registers,
    });
    this.deadLetters = new Counter({
      name: 'waybill_dead_letters_total',
      help: 'Deliveries given up.',
      labelNames: ['queue', 'code'],
      registers,
    });
    this.outbox = gauge(registry, 'waybill_outbox_events', 'Events not yet published.');
    this.parked = gauge(registry, 'waybill_parked_events', 'Events before their turn.');
    this.gapAge = gauge(
      registry,
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

  retried(queue: string): void {
    this.retries.inc({ queue });
  }

  deadLettered(queue: string, code: string): void {
    this.deadLetters.inc({ queue, code });
  }

  backlog({ outbox, parked, gapSeconds }: { outbox: number; parked: number; gapSeconds: number }): void {
    this.outbox.set(outbox);
    this.parked.set(parked);
    this.gapAge.set(gapSeconds);
  }
}

const gauge = (registry: MetricsRegistry, name: string, help: string): Gauge =>
  new Gauge({ name, help, registers: [registry] });
