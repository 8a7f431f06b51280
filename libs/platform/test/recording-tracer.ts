import type { Attributes, Span, SpanStart, Tracer } from '../src/tracing/tracer.js';

/** A span as it began, with what was told about it since, and how it ended, if it has. */
export interface Recorded extends SpanStart {
  readonly told: Attributes;
  readonly end?: { readonly failure?: string | undefined };
}

/** A tracer that remembers its spans and sends them nowhere. The context of each is its place among them. */
export function recordingTracer(): Tracer & { readonly spans: readonly Recorded[] } {
  const spans: Recorded[] = [];
  const start = (begun: SpanStart): Span => {
    const at = spans.push({ ...begun, told: {} }) - 1;
    const change = (more: (span: Recorded) => Partial<Recorded>): void => {
      const span = spans[at];
      if (span) spans[at] = { ...span, ...more(span) };
    };
    return {
      context: { traceparent: `00-${'a'.repeat(32)}-${String(at + 1).padStart(16, '0')}-01` },
      within: (work) => work(),
      tell: (attributes) => change(({ told }) => ({ told: { ...told, ...attributes } })),
      end: (failure) => change(() => ({ end: { failure } })),
    };
  };
  return { spans, start, ids: () => ({}), close: () => Promise.resolve() };
}
