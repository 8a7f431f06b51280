import type { IncomingMessage } from 'node:http';
import { onlyHeader } from '../http/headers.js';

/** W3C Trace Context as it travels with a request or an event: whatever follows from it belongs to the same trace. */
export interface TraceContext {
  readonly traceparent?: string | undefined;
  /** What the tracing systems on the way have added. */
  readonly tracestate?: string | undefined;
}

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;
// As long as everybody has to pass on.
const TRACESTATE = /^[\x20-\x7e]{1,512}$/;

/** What a `traceparent` says, if it is valid. */
export function readTraceparent(
  traceparent = '',
): { traceId: string; spanId: string; flags: number } | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, flags: Number.parseInt(flags, 16) };
}

/** The caller's trace context as far as it is valid; an invalid one is ignored, as the recommendation asks. */
export function traceContextOf(request: IncomingMessage): TraceContext {
  const traceparent = onlyHeader(request, 'traceparent');
  if (!readTraceparent(traceparent)) return {};
  // Node joins several by commas, which means the same.
  const { tracestate } = request.headers;
  return typeof tracestate === 'string' && TRACESTATE.test(tracestate)
    ? { traceparent, tracestate }
    : { traceparent };
}
