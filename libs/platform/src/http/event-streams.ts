import type { FastifyReply } from 'fastify';
import type { Counter } from 'prom-client';
import { DomainError } from '../kernel/domain-error.js';
import type { Lifecycle } from '../lifecycle/lifecycle.js';
import type { MetricsRegistry } from '../metrics/metrics-registry.js';
import { EventStream, type EventStreamTiming } from './event-stream.js';

// Under the 30 to 60 s after which proxies commonly give an idle connection up.
const TIMING: EventStreamTiming = { heartbeatMs: 15_000, patienceMs: 30_000 };
const RETRY_AFTER_SECONDS = 5;
// What a client may still take to read its last messages while the service stops.
const FAREWELL_MS = 500;

/** This instance has as many streams open as it may. 503 `too-many-streams`. */
export class TooManyStreams extends DomainError {
  constructor(most: number) {
    super({
      code: 'too-many-streams',
      kind: 'unavailable',
      detail: `No more than ${most} streams of events can be open here at a time.`,
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }
}

/** Writes into a stream until it is closed. */
export type FillStream = (stream: EventStream) => Promise<void>;

/** The streams of server-sent events of this instance: at most so many, all ended when it stops. */
export class EventStreams {
  private readonly open = new Map<EventStream, FastifyReply>();
  private readonly dropped: Counter;

  constructor(
    private readonly lifecycle: Lifecycle,
    registry: MetricsRegistry,
    private readonly most: number,
    private readonly timing: EventStreamTiming = TIMING,
  ) {
    registry.liveGauge('event_streams_open', 'Streams of server-sent events that are open.', (gauge) =>
      gauge.set(this.open.size),
    );
    this.dropped = registry.counter(
      'event_streams_dropped_total',
      'Streams that were closed because their client did not read them.',
    );
    lifecycle.onStopping(() => {
      for (const stream of this.open.keys()) this.end(stream);
    });
  }

  /** Throws `TooManyStreams` when one more would be too many; ask before doing anything for it. */
  assertRoom(): void {
    if (this.open.size >= this.most) throw new TooManyStreams(this.most);
  }

  /** Answers with a stream that `fill` writes. Throws `TooManyStreams`. */
  answer(reply: FastifyReply, fill: FillStream): void {
    this.assertRoom();
    reply
      .header('content-type', 'text/event-stream')
      .header('cache-control', 'no-cache')
      .header('x-accel-buffering', 'no')
      // Nothing comes after a stream on its connection; kept alive, it would keep a stopping server waiting.
      .header('connection', 'close');
    // Nobody would ever read, and so end, the stream of a HEAD.
    if (reply.request.method === 'HEAD') return void reply.send();

    const stream = new EventStream(this.timing, () => this.dropped.inc());
    this.open.set(stream, reply);
    stream.once('close', () => this.open.delete(stream));
    void reply.send(stream);
    if (this.lifecycle.phase === 'stopping') return this.end(stream);
    fill(stream).catch((error: unknown) => {
      if (!stream.isClosed) reply.log.error({ err: error }, 'stream of events failed');
      stream.destroy();
    });
  }

  private end(stream: EventStream): void {
    const response = this.open.get(stream)?.raw;
    stream.finish();
    const timer = setTimeout(() => response?.destroy(), FAREWELL_MS);
    response?.once('close', () => clearTimeout(timer));
  }
}
