import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Logger } from '../logging/logger.js';
import type { TracingConfig } from './tracing-env.js';

/** Sends spans in the background, many at a time, and drops them when the collector is away for long. */
export function exporting(config: TracingConfig, logger: Logger): SpanProcessor {
  const { OTEL_EXPORTER_OTLP_PROTOCOL: protocol, OTEL_EXPORTER_OTLP_HEADERS: headers } = config;
  const Exporter = protocol === 'http/json' ? JsonExporter : ProtobufExporter;
  const url = addressIn(config);
  return new BatchSpanProcessor({
    exporter: watched(new Exporter({ headers, ...(url !== undefined && { url }) }), logger),
    scheduledDelayMillis: config.OTEL_BSP_SCHEDULE_DELAY,
    maxQueueSize: config.OTEL_BSP_MAX_QUEUE_SIZE,
  });
}

const addressIn = ({
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: ofTraces,
  OTEL_EXPORTER_OTLP_ENDPOINT: base,
}: TracingConfig): string | undefined => ofTraces ?? (base && `${base.replace(/\/$/, '')}/v1/traces`);

/** Says once that spans are lost, and once that they no longer are: a collector that is away is no reason for more. */
function watched(exporter: SpanExporter, logger: Logger): SpanExporter {
  let isAway = false;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const hasFailed = result.error !== undefined;
        if (hasFailed && !isAway) logger.warn({ err: result.error }, 'the collector takes no traces');
        if (!hasFailed && isAway) logger.info('the collector takes traces again');
        isAway = hasFailed;
        done(result);
      }),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
    shutdown: () => exporter.shutdown(),
  };
}
