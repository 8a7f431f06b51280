import type { Clock, MetricsRegistry } from '@app/platform';
import type { Gauge, Histogram } from 'prom-client';

/** When the oldest event was announced that a consumer has been given and has not settled, if there is one. */
export type OldestInHand = () => string | undefined;

/** How far the consumers of this process are behind those who announce, by queue. */
export class ConsumerLag {
  private readonly commits: Histogram;
  private readonly depths: Gauge;
  private readonly inHand = new Map<string, OldestInHand>();

  constructor(
    registry: MetricsRegistry,
    private readonly clock: Clock,
  ) {
    this.commits = registry.histogram(
      'waybill_event_lag_seconds',
      'Time from the announcement of an event to the commit of its effect: of the first event of each batch.',
      [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
      'queue',
    );
    this.depths = registry.gauge(
      'waybill_queue_messages',
      'Messages that the broker has not delivered to anybody yet.',
      'queue',
    );
    registry.liveGauge(
      'waybill_consumer_lag_seconds',
      'Age of the oldest event that was delivered and has not been settled, 0 without one.',
      (gauge) => {
        for (const [queue, oldest] of this.inHand) gauge.set({ queue }, this.secondsSince(oldest()));
      },
      'queue',
    );
  }

  watch(queue: string, oldest: OldestInHand): void {
    this.inHand.set(queue, oldest);
  }

  committed(queue: string, since: string): void {
    this.commits.observe({ queue }, this.secondsSince(since));
  }

  waiting(queue: string, messages: number): void {
    this.depths.set({ queue }, messages);
  }

  /** 0 for a clock that is ahead of ours, and for what is no time. */
  private secondsSince(time: string | undefined): number {
    const since = Date.parse(time ?? '');
    return Math.max(0, (this.clock.now().getTime() - since) / 1000) || 0;
  }
}
