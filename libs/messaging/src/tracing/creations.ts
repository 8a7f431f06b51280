import type { DomainEvent } from '@app/contracts';
import { type Span, tracer } from '@app/platform';
import { aboutEvent, operationOn } from './message-attributes.js';

/**
 * A span for each event that a transaction announces, from just before it is stored until that is committed. There is none
 * for what is not, since a span that is never ended is never told of.
 */
export class Creations {
  private readonly spans: Span[] = [];

  /** The event as it follows from its creation, where that is traced; otherwise it follows from what caused it. */
  traced(event: DomainEvent, exchange: string): DomainEvent {
    const traces = tracer();
    if (!traces) return event;
    const { name, attributes } = operationOn('create', { exchange, routingKey: event.type });
    const span = traces.start({
      name,
      kind: 'producer',
      parent: event,
      attributes: { ...attributes, ...aboutEvent(event) },
    });
    this.spans.push(span);
    return { ...event, ...span.context };
  }

  committed(): void {
    for (const span of this.spans) span.end();
  }
}
