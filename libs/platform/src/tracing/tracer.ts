import type { TraceContext } from './trace-context.js';

/** What is told about a span, by the names of OpenTelemetry's semantic conventions. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A span that begins. */
export interface SpanStart {
  readonly name: string;
  readonly kind: 'server' | 'client' | 'producer' | 'consumer';
  /** What it follows from; without one, or with one that cannot be read, a trace begins. */
  readonly parent?: TraceContext | undefined;
  /** What else it has to do with, such as all that is in a batch. */
  readonly links?: readonly TraceContext[];
  readonly attributes: Attributes;
}

/** A piece of work that is timed. One that is never ended is never told of. */
export interface Span {
  /** To be passed on to what follows from it. */
  readonly context: TraceContext;
  /** Does work in the name of the span: log lines carry its ids. */
  within<T>(work: () => T): T;
  tell(attributes: Attributes): void;
  /** `failure` is a code or the class of an error, never a message, which may quote what a customer has sent. */
  end(failure?: string): void;
}

/** Makes spans and brings them to a collector. */
export interface Tracer {
  start(span: SpanStart): Span;
  /** The ids that log lines carry; none outside of spans. */
  ids(): { traceId?: string; spanId?: string };
  /** Sends what is still here, for two seconds at most. Never rejects. */
  close(): Promise<void>;
}

let current: Tracer | undefined;

/** The tracer of this process; there is none unless its environment asks for traces, and then nothing else is paid. */
export const tracer = (): Tracer | undefined => current;

/** Sets the tracer of this process, before anything is made that could be traced. */
export function traceWith(chosen: Tracer | undefined): void {
  current = chosen;
}

/** Does work in the name of the span, if there is one. */
export const within = <T>(span: Pick<Span, 'within'> | undefined, work: () => T): T =>
  span ? span.within(work) : work();
