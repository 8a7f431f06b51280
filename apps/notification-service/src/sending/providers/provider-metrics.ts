import { MetricsRegistry } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { Counter, Gauge } from 'prom-client';
import type { BreakerState } from './provider-breaker.js';

const STATES: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };

/** How the providers fare, each by its name. */
@Injectable()
export class ProviderMetrics {
  private readonly breakers: Gauge;
  private readonly transitions: Counter;
  private readonly throttled: Counter;

  constructor(registry: MetricsRegistry) {
    this.breakers = registry.gauge(
      'waybill_provider_breaker',
      'The breaker before a provider: 0 closed, 1 half open, 2 open.',
      'provider',
    );
    this.transitions = registry.counter(
      'waybill_provider_breaker_transitions_total',
      'Changes of a breaker, by new state.',
      'provider',
      'to',
    );
    this.throttled = registry.counter(
      'waybill_notification_throttle_waits_total',
      'Times that due work waited for its second.',
      'provider',
    );
  }

  /** Counts for a provider from now on: what has not happened yet is 0. */
  watch(provider: string): void {
    for (const to of Object.keys(STATES)) this.transitions.inc({ provider, to }, 0);
    this.throttled.inc({ provider }, 0);
  }

  breaker(provider: string, state: BreakerState): void {
    this.breakers.set({ provider }, STATES[state]);
  }

  changed(provider: string, to: BreakerState): void {
    this.breaker(provider, to);
    this.transitions.inc({ provider, to });
  }

  waits(provider: string): void {
    this.throttled.inc({ provider });
  }
}
