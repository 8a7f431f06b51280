import type { Logger } from '../logging/logger.js';
import { tracer, traceWith } from './tracer.js';
import type { TracingConfig } from './tracing-env.js';

/** Whether the environment asks for traces. */
export function isTraced(config: TracingConfig): boolean {
  const { OTEL_TRACES_EXPORTER: exporter, OTEL_SDK_DISABLED: isDisabled } = config;
  const endpoint = config.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? config.OTEL_EXPORTER_OTLP_ENDPOINT;
  return !isDisabled && exporter !== 'none' && (exporter === 'otlp' || endpoint !== undefined);
}

/** Traces from now on, if the environment asks for it. Otherwise nothing that makes spans is even loaded. */
export async function openTracing(service: string, config: TracingConfig, logger: Logger): Promise<void> {
  if (!isTraced(config)) return;
  // A file of its own beside the bundle.
  const { openTelemetry } = await import('./open-telemetry.js');
  traceWith(openTelemetry(service, config, logger));
}

/** Sends the last spans. */
export async function closeTracing(): Promise<void> {
  await tracer()?.close();
}

/** What log lines say of the span in whose name they are written. */
export const traceIds = (): { traceId?: string; spanId?: string } => tracer()?.ids() ?? {};
