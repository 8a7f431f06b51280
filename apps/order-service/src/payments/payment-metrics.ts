import { MetricsRegistry } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { Counter, Gauge } from 'prom-client';
import type { LinkBacklog } from './persistence/due-payments.repository.js';

const LINK_OUTCOMES = ['made', 'failed', 'refused'] as const;

/** What came of asking the provider for a link. */
type LinkOutcome = (typeof LINK_OUTCOMES)[number];

// What comes of most messages, and what somebody must act on: 0 from the start, so that the first shows as one more.
const WEBHOOK_OUTCOMES = ['recorded', 'ignored', 'order-not-found', 'transaction-used', 'unreadable-webhook'];

/** What payments count. Labels are outcomes and error codes: few, whatever is sent. */
@Injectable()
export class PaymentMetrics {
  private readonly links: Counter;
  private readonly expired: Counter;
  private readonly webhooks: Counter;
  private readonly waiting: Gauge;
  private readonly oldest: Gauge;

  constructor(registry: MetricsRegistry) {
    const outcomes = 'Payment links asked for: made, failed (tried again) or refused by the provider.';
    this.links = registry.counter('waybill_payment_links_total', outcomes, 'outcome');
    for (const outcome of LINK_OUTCOMES) this.links.inc({ outcome }, 0);
    this.expired = registry.counter(
      'waybill_payments_expired_total',
      'Orders cancelled because they were not paid in time.',
    );
    this.webhooks = registry.counter(
      'waybill_payment_webhooks_total',
      'Messages of the payment provider: recorded, ignored, or the code of the refusal.',
      'outcome',
    );
    for (const outcome of WEBHOOK_OUTCOMES) this.webhooks.inc({ outcome }, 0);
    this.waiting = registry.gauge('waybill_payment_links_waiting', 'Orders that wait for a payment link.');
    this.oldest = registry.gauge(
      'waybill_oldest_payment_link_seconds',
      'How long the oldest of them has waited, 0 without one.',
    );
  }

  link(outcome: LinkOutcome): void {
    this.links.inc({ outcome });
  }

  expiredOrders(count: number): void {
    this.expired.inc(count);
  }

  webhook(outcome: string): void {
    this.webhooks.inc({ outcome });
  }

  backlog({ waiting, oldestSeconds }: LinkBacklog): void {
    this.waiting.set(waiting);
    this.oldest.set(oldestSeconds);
  }
}
