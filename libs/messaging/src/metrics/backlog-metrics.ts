import { MetricsRegistry } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { Gauge } from 'prom-client';

/** What has not moved on, in all databases of a service together. */
export interface Backlog {
  readonly outbox: number;
  readonly outboxSeconds: number;
  readonly parked: number;
  readonly gaps: number;
  readonly gapSeconds: number;
}

/** Shows what has not moved on, as it was when somebody last looked. */
@Injectable()
export class BacklogMetrics {
  private readonly gauges: Record<keyof Backlog, Gauge>;

  constructor(registry: MetricsRegistry) {
    this.gauges = {
      outbox: registry.gauge('waybill_outbox_events', 'Events not yet published.'),
      outboxSeconds: registry.gauge(
        'waybill_oldest_outbox_event_seconds',
        'How long the oldest of them has waited, 0 without one.',
      ),
      parked: registry.gauge('waybill_parked_events', 'Events before their turn.'),
      gaps: registry.gauge(
        'waybill_stream_gaps',
        'Streams in which they wait for one that has not been handled.',
      ),
      gapSeconds: registry.gauge(
        'waybill_oldest_gap_seconds',
        'Age of the oldest parked event, 0 without one.',
      ),
    };
  }

  show({ outbox, outboxSeconds, parked, gaps, gapSeconds }: Backlog): void {
    this.gauges.outbox.set(outbox);
    this.gauges.outboxSeconds.set(outboxSeconds);
    this.gauges.parked.set(parked);
    this.gauges.gaps.set(gaps);
    this.gauges.gapSeconds.set(gapSeconds);
  }
}
