import type { DomainEvent } from '@app/contracts';
import { type Span, type Tracer, tracer, within } from '@app/platform';
import type { ReadDelivery } from '../consumer/delivery.js';
import { attemptsOf } from '../consumer/retry-headers.js';
import { report } from '../consumer/verdict.js';
import type { Admission } from '../ordering/admission.js';
import { aboutEvent, operationOn } from './message-attributes.js';

/**
 * The spans of a batch: one for each event, which follows from that event, so that what it leads to is in the same trace;
 * and where there are several events one for all of them, which is linked to each, and each to it.
 */
export class Processing {
  private readonly whole: Span | undefined;
  private readonly single: ReadonlyMap<DomainEvent, Span>;

  private constructor(traces: Tracer, queue: string, deliveries: readonly ReadDelivery[]) {
    this.whole = deliveries.length > 1 ? wholeOf(traces, queue, deliveries) : undefined;
    this.single = new Map(
      deliveries.map((delivery) => [delivery.event, singleOf(traces, queue, delivery, this.whole)]),
    );
  }

  /** Begins, if that is traced. */
  static of(queue: string, deliveries: readonly ReadDelivery[]): Processing | undefined {
    const traces = tracer();
    return traces && new Processing(traces, queue, deliveries);
  }

  within<T>(work: () => T): T {
    const [first] = this.single.values();
    return within(this.whole ?? first, work);
  }

  /** The events as handlers get them: what they lead to follows from their being processed. */
  entered(events: readonly DomainEvent[]): readonly DomainEvent[] {
    return events.map((event) => ({ ...event, ...this.single.get(event)?.context }));
  }

  handled({ early, repeated }: Admission<DomainEvent>): void {
    for (const event of early) this.single.get(event)?.tell({ 'waybill.outcome': 'parked' });
    for (const event of repeated) this.single.get(event)?.tell({ 'waybill.outcome': 'repeated' });
    this.end();
  }

  failed(error: unknown): void {
    const { code, fingerprint } = report(error);
    // By which the log line with the message is found, and its dead letter.
    for (const span of this.all()) span.tell({ 'waybill.error.fingerprint': fingerprint });
    this.end(code);
  }

  private end(failure?: string): void {
    for (const span of this.all()) span.end(failure);
  }

  private all(): Span[] {
    return this.whole ? [...this.single.values(), this.whole] : [...this.single.values()];
  }
}

function wholeOf(traces: Tracer, queue: string, deliveries: readonly ReadDelivery[]): Span {
  const exchange = deliveries[0]?.delivery.message.fields.exchange ?? '';
  const { name, attributes } = operationOn('process', { exchange, queue });
  return traces.start({
    name,
    kind: 'consumer',
    links: deliveries.map(({ event }) => event),
    attributes: { ...attributes, 'messaging.batch.message_count': deliveries.length },
  });
}

function singleOf(
  traces: Tracer,
  queue: string,
  { event, delivery }: ReadDelivery,
  whole: Span | undefined,
): Span {
  const { fields, properties } = delivery.message;
  const { exchange, routingKey } = fields;
  const { name, attributes } = operationOn('process', { exchange, routingKey, queue });
  const failedBefore = attemptsOf(properties.headers);
  return traces.start({
    name,
    kind: 'consumer',
    parent: event,
    ...(whole && { links: [whole.context] }),
    attributes: {
      ...attributes,
      ...aboutEvent(event),
      ...(failedBefore > 0 && { 'waybill.failed_before': failedBefore }),
    },
  });
}
