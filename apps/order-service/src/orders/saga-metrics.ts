import { MetricsRegistry } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { Histogram } from 'prom-client';
import type { TakenStep } from './domain/order.js';
import { SAGA_OUTCOMES, sagaOutcome } from './domain/saga-outcome.js';

/** How long orders wait for what is decided on them. */
@Injectable()
export class SagaMetrics {
  private readonly seconds: Histogram;

  constructor(registry: MetricsRegistry) {
    this.seconds = registry.histogram(
      'waybill_saga_duration_seconds',
      'Time from the placing of an order to what was decided on it.',
      [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200],
      'outcome',
    );
    for (const outcome of SAGA_OUTCOMES) this.seconds.zero({ outcome });
  }

  /** To be told of steps once they are certain. */
  taken(steps: readonly TakenStep[]): void {
    for (const step of steps) {
      const outcome = sagaOutcome(step);
      if (!outcome) continue;
      const seconds = (Date.parse(step.entry.at) - Date.parse(step.order.createdAt)) / 1000;
      this.seconds.observe({ outcome }, Math.max(0, seconds));
    }
  }
}
