import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/**
 * How often the event loop is looked at, in milliseconds; what prom-client and Node tell of its delay has this in it. Ten
 * times as often, as is usual, a process wakes a hundred times a second when there is nothing else to do: 12 ms of
 * processor time, which twelve processes on one machine feel.
 */
export const EVENT_LOOP_RESOLUTION_MS = 100;

/** The metrics of one application, each made here with its name, what it says and its labels. */
@Injectable()
export class MetricsRegistry extends Registry {
  constructor() {
    super();
    collectDefaultMetrics({ register: this, eventLoopMonitoringPrecision: EVENT_LOOP_RESOLUTION_MS });
  }

  counter(name: string, help: string, ...labelNames: string[]): Counter {
    return new Counter({ name, help, labelNames, registers: [this] });
  }

  gauge(name: string, help: string, ...labelNames: string[]): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this] });
  }

  /** A gauge that is set whenever somebody looks. */
  liveGauge(name: string, help: string, set: (gauge: Gauge) => void, ...labelNames: string[]): void {
    const gauge: Gauge = new Gauge({ name, help, labelNames, registers: [this], collect: () => set(gauge) });
  }

  histogram(name: string, help: string, buckets: number[], ...labelNames: string[]): Histogram {
    return new Histogram({ name, help, buckets, labelNames, registers: [this] });
  }
}
