import { MetricsRegistry } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';
import type { RelayCounter } from '../outbox/outbox-relay.js';

/** What the relay counts, once for each batch. */
@Injectable()
export class RelayMetrics implements RelayCounter {
  private readonly batches: Histogram;
  private readonly confirms: Histogram;
  private readonly failures: Counter;

  constructor(registry: MetricsRegistry) {
    this.batches = registry.histogram(
      'waybill_relay_batch_events',
      'Events published in a batch of the relay.',
      [1, 2, 5, 10, 20, 50, 100, 200, 500],
    );
    this.confirms = registry.histogram(
      'waybill_relay_confirm_seconds',
      'Time from the first event of a batch handed to the broker to the last confirm.',
      [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 10],
    );
    this.failures = registry.counter(
      'waybill_relay_failed_events_total',
      'Events that the broker did not confirm: they stay in the outbox and are published again.',
    );
  }

  published({ events, failed, seconds }: { events: number; failed: number; seconds: number }): void {
    this.batches.observe(events);
    this.confirms.observe(seconds);
    if (failed > 0) this.failures.inc(failed);
  }
}
