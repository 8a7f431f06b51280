import { monitorEventLoopDelay } from 'node:perf_hooks';
import { EVENT_LOOP_RESOLUTION_MS } from '../metrics/metrics-registry.js';

const SAMPLE_EVERY_MS = 500;
const NANOSECONDS_PER_MS = 1e6;

/** Knows how late the event loop of this process has been of late. */
export class EventLoopWatch {
  private readonly delays = monitorEventLoopDelay({ resolution: EVENT_LOOP_RESOLUTION_MS });
  private readonly timer: NodeJS.Timeout;
  private delayMs = 0;

  constructor(private readonly mostMs: number) {
    this.delays.enable();
    this.timer = setInterval(() => this.sample(), SAMPLE_EVERY_MS).unref();
  }

  /** Whether it has been later than it may, on average over the last half second. */
  isLate(): boolean {
    return this.delayMs > this.mostMs;
  }

  stop(): void {
    clearInterval(this.timer);
    this.delays.disable();
  }

  private sample(): void {
    // Without a sample the mean is NaN, and nothing is known of any delay.
    const mean = this.delays.mean / NANOSECONDS_PER_MS - EVENT_LOOP_RESOLUTION_MS;
    this.delayMs = Number.isNaN(mean) ? 0 : mean;
    this.delays.reset();
  }
}
