import { type Span, type Tracer, tracer } from '@app/platform';
import type { Outcome } from '../connection/publisher.js';
import type { Parcel } from '../outbox/parcels.js';
import { operationOn } from './message-attributes.js';

/**
 * Begins a span for each message, if that is traced. One that carries one event follows from that; one that carries several
 * belongs to none of them, and is linked to all.
 */
export const beginSending = (parcels: readonly Parcel[]): readonly Span[] => {
  const traces = tracer();
  return traces ? parcels.map((parcel) => begun(traces, parcel)) : [];
};

/** Ends the spans, each with what became of its message. */
export function endSending(spans: readonly Span[], outcomes: readonly Outcome[]): void {
  for (const [at, span] of spans.entries()) {
    const outcome = outcomes[at];
    span.end(outcome === 'confirmed' ? undefined : outcome);
  }
}

function begun(traces: Tracer, { held, message }: Parcel): Span {
  const { name, attributes } = operationOn('send', message);
  const contexts = held.map(({ row }) => ({ traceparent: row.traceparent ?? undefined }));
  const isAlone = contexts.length === 1;
  return traces.start({
    name,
    kind: 'client',
    ...(isAlone ? { parent: contexts[0] } : { links: contexts }),
    attributes: {
      ...attributes,
      'messaging.message.id': message.options.messageId,
      ...(!isAlone && { 'messaging.batch.message_count': held.length }),
    },
  });
}
