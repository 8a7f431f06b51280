import { AsyncLocalStorage } from 'node:async_hooks';
import {
  createTraceState,
  type Link,
  ROOT_CONTEXT,
  type Span as OtelSpan,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer as OtelTracer,
} from '@opentelemetry/api';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { randomUUID } from 'node:crypto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { Logger } from '../logging/logger.js';
import { exporting } from './exporter.js';
import { samplerOf } from './sampler.js';
import { readTraceparent, type TraceContext } from './trace-context.js';
import type { Attributes, Span, SpanStart, Tracer } from './tracer.js';
import type { TracingConfig } from './tracing-env.js';

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};
// Shorter than a stop may take: what a collector does not answer is not worth failing for.
const CLOSE_WITHIN_MS = 2_000;

/** A tracer that sends what it makes by OTLP over HTTP. This module and what it imports are loaded only to trace. */
export function openTelemetry(service: string, config: TracingConfig, logger: Logger): Tracer {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.instance.id': randomUUID(),
      ...config.OTEL_RESOURCE_ATTRIBUTES,
      'service.name': config.OTEL_SERVICE_NAME ?? config.OTEL_RESOURCE_ATTRIBUTES['service.name'] ?? service,
    }),
    sampler: samplerOf(config.OTEL_TRACES_SAMPLER, config.OTEL_TRACES_SAMPLER_ARG),
    spanProcessors: [exporting(config, logger)],
  });
  return new OpenTelemetryTracer(provider);
}

class OpenTelemetryTracer implements Tracer {
  private readonly active = new AsyncLocalStorage<OpenTelemetrySpan>();
  private readonly tracer: OtelTracer;

  constructor(private readonly provider: TracerProvider) {
    this.tracer = provider.getTracer('waybill');
  }

  start({ name, kind, parent, links = [], attributes }: SpanStart): Span {
    const from = parent && spanContextOf(parent);
    const span = this.tracer.startSpan(
      name,
      { kind: KINDS[kind], attributes, links: links.flatMap(linkTo) },
      from ? trace.setSpanContext(ROOT_CONTEXT, from) : ROOT_CONTEXT,
    );
    return new OpenTelemetrySpan(span, this.active);
  }

  ids(): { traceId?: string; spanId?: string } {
    // A copy: the logger adds to it what the line says.
    return { ...this.active.getStore()?.ids };
  }

  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, CLOSE_WITHIN_MS)));
    await Promise.race([this.provider.shutdown().catch(() => undefined), late]);
    clearTimeout(timer);
  }
}

class OpenTelemetrySpan implements Span {
  readonly ids: { traceId: string; spanId: string };
  readonly context: TraceContext;

  constructor(
    private readonly span: OtelSpan,
    private readonly active: AsyncLocalStorage<OpenTelemetrySpan>,
  ) {
    const { traceId, spanId, traceFlags, traceState } = span.spanContext();
    this.ids = { traceId, spanId };
    const tracestate = traceState?.serialize();
    this.context = {
      traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
      ...(tracestate && { tracestate }),
    };
  }

  within<T>(work: () => T): T {
    return this.active.run(this, work);
  }

  tell(attributes: Attributes): void {
    this.span.setAttributes(attributes);
  }

  end(failure?: string): void {
    if (failure !== undefined) {
      this.span.setAttribute('error.type', failure);
      this.span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.span.end();
  }
}

function spanContextOf({ traceparent, tracestate }: TraceContext): SpanContext | undefined {
  const read = readTraceparent(traceparent);
  return (
    read && {
      traceId: read.traceId,
      spanId: read.spanId,
      traceFlags: read.flags,
      isRemote: true,
      ...(tracestate !== undefined && { traceState: createTraceState(tracestate) }),
    }
  );
}

function linkTo(context: TraceContext): Link[] {
  const read = spanContextOf(context);
  return read ? [{ context: read }] : [];
}
