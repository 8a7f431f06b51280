import { type Span, tracer } from '@app/platform';
import type { Claimed } from './domain/settlement.js';

/** Begins a span for an attempt to send, which follows from what led to the letter. Never tells to whom, nor a word of it. */
export const beginAttempt = (
  provider: string,
  { id, kind, attempts, traceparent }: Claimed,
): Span | undefined =>
  tracer()?.start({
    name: `send ${kind}`,
    kind: 'client',
    parent: { traceparent: traceparent ?? undefined },
    attributes: {
      'waybill.notification.id': id,
      'waybill.notification.kind': kind,
      'waybill.notification.provider': provider,
      ...(attempts > 0 && { 'waybill.failed_before': attempts }),
    },
  });

/** Ends it; of a failure the class alone is told, for its message may quote an address. */
export function endAttempt(span: Span | undefined, failure?: unknown): void {
  if (failure === undefined) span?.end();
  else span?.end(failure instanceof Error ? failure.name : 'unknown');
}
