import type { Channel as ChannelName } from '@app/contracts';
import { MetricsRegistry } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { Counter, Gauge, Histogram } from 'prom-client';
import { KIND_CLASSES, kindClassOf } from './domain/kind-class.js';
import type { Settlement } from './domain/settlement.js';
import type { Backlog } from './persistence/outgoing.repository.js';

const OUTCOMES = ['sent', 'failed', 'retried', 'postponed'];

/** What the senders count. Labels are channels, providers, classes of kinds and outcomes: few, whatever is sent. */
@Injectable()
export class SendingMetrics {
  private readonly outcomes: Counter;
  private readonly seconds: Histogram;
  private readonly unknown: Counter;
  private readonly late: Counter;
  private readonly due: Gauge;
  private readonly oldest: Gauge;

  constructor(registry: MetricsRegistry) {
    const outcomes =
      'Attempts noted down, by outcome: sent, failed (given up), retried, or postponed (no attempt counted).';
    this.outcomes = registry.counter(
      'waybill_notifications_total',
      outcomes,
      'channel',
      'provider',
      'kind',
      'outcome',
    );
    this.seconds = registry.histogram(
      'waybill_notification_send_duration_seconds',
      'Time of one attempt.',
      [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      'channel',
      'provider',
    );
    this.unknown = registry.counter(
      'waybill_notification_unknown_outcomes_total',
      'Attempts that may have arrived and are repeated all the same.',
      'channel',
      'provider',
    );
    this.late = registry.counter(
      'waybill_notification_late_settlements_total',
      'Outcomes that came after the lease: sent twice.',
      'channel',
    );
    this.due = registry.gauge(
      'waybill_notifications_due',
      'Notifications due, counted up to 10,000.',
      'channel',
    );
    this.oldest = registry.gauge(
      'waybill_oldest_due_notification_seconds',
      'How long the longest due has waited.',
      'channel',
    );
  }

  /** Counts for a provider of a channel from now on: what has not happened yet is 0, so that the first time shows. */
  watch(channel: ChannelName, provider: string): void {
    for (const kind of KIND_CLASSES)
      for (const outcome of OUTCOMES) this.outcomes.inc({ channel, provider, kind, outcome }, 0);
    this.unknown.inc({ channel, provider }, 0);
    this.late.inc({ channel }, 0);
  }

  settled(channel: ChannelName, { provider, kind, status, counted, unknown }: Settlement): void {
    const notSent = counted === 0 ? 'postponed' : 'retried';
    const outcome = status === 'PENDING' ? notSent : status.toLowerCase();
    this.outcomes.inc({ channel, provider, kind: kindClassOf(kind), outcome });
    if (unknown) this.unknown.inc({ channel, provider });
  }

  cameTooLate(channel: ChannelName, count: number): void {
    this.late.inc({ channel }, count);
  }

  /** Call it when an attempt starts; what it gives, when that is over. */
  timeAttempt(channel: ChannelName, provider: string): () => void {
    return this.seconds.startTimer({ channel, provider });
  }

  backlog({ channel, due, oldestSeconds }: Backlog): void {
    this.due.set({ channel }, due);
    this.oldest.set({ channel }, oldestSeconds);
  }
}
