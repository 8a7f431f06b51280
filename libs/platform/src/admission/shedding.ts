import type { Counter, Gauge } from 'prom-client';
import type { Logger } from '../logging/logger.js';
import type { MetricsRegistry } from '../metrics/metrics-registry.js';
import type { ShedReason } from './lane.js';
import type { LaneName, Lanes } from './lanes.js';

// Often enough to notice, and seldom enough not to become load itself.
const TELL_EVERY_MS = 10_000;
// Those of every service; the brakes are of some.
const REASONS: readonly ShedReason[] = ['line-full', 'waited-too-long', 'client-gone', 'event-loop'];

/** Counts who is admitted and who is not, and says in the log that load is being shed. */
export class Shedding {
  private readonly admissions: Counter;
  private readonly refusals: Counter;
  private toldAt = -TELL_EVERY_MS;
  private untold = 0;

  constructor(
    lanes: Lanes,
    registry: MetricsRegistry,
    private readonly logger: Logger,
  ) {
    this.admissions = registry.counter(
      'waybill_requests_admitted_total',
      'Requests that were worked on, by lane.',
      'lane',
    );
    this.refusals = registry.counter(
      'waybill_requests_shed_total',
      'Requests refused as `overloaded`, by lane and reason.',
      'lane',
      'reason',
    );
    for (const lane of Object.keys(lanes)) {
      this.admissions.inc({ lane }, 0);
      for (const reason of REASONS) this.refusals.inc({ lane, reason }, 0);
    }
    const ofEach = (value: (name: LaneName) => number) => (gauge: Gauge) => {
      for (const lane of Object.keys(lanes) as LaneName[]) gauge.set({ lane }, value(lane));
    };
    const gauge = (name: string, help: string, value: (name: LaneName) => number): void =>
      registry.liveGauge(name, help, ofEach(value), 'lane');
    gauge('waybill_requests_in_flight', 'Requests being worked on.', (name) => lanes[name].inFlight);
    gauge('waybill_requests_waiting', 'Requests that wait for a place.', (name) => lanes[name].waiting);
    gauge(
      'waybill_requests_places',
      'How many may be worked on at once.',
      (name) => lanes[name].limits.places,
    );
  }

  admitted(lane: LaneName): void {
    this.admissions.inc({ lane });
  }

  refused(lane: LaneName, reason: ShedReason): void {
    this.refusals.inc({ lane, reason });
    this.untold += 1;
    const now = performance.now();
    if (now - this.toldAt < TELL_EVERY_MS) return;
    this.logger.warn({ lane, reason, requests: this.untold }, 'shedding load');
    this.toldAt = now;
    this.untold = 0;
  }
}
