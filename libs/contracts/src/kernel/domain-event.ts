import type { Contract } from './define-event.js';

/**
 * An event as it travels: a CloudEvents 1.0 document in structured JSON mode.
 * `sequence` is the place of the event in the stream of its `subject`: 1, 2, 3, … without holes.
 */
export interface DomainEvent<Type extends string = string, Data = unknown> {
  readonly specversion: '1.0';
  /** UUIDv7 */
  readonly id: string;
  readonly source: string;
  readonly type: Type;
  /** Id of the aggregate that the event happened to. */
  readonly subject: string;
  readonly sequence: number;
  /** RFC 3339, UTC */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly dataschema: string;
  readonly tenant: string;
  readonly correlationid: string;
  readonly causationid?: string | undefined;
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
  readonly data: Data;
}

/** What led to an event: the request or the earlier event whose ids it carries on. */
export interface Cause {
  readonly tenant: string;
  readonly correlationid: string;
  readonly causationid?: string | undefined;
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
}

/** An event as a decision leaves it: what happened, to whom. Id and time are stamped on when it is published. */
export interface EventDraft<E extends DomainEvent = DomainEvent> {
  readonly contract: Contract<E['type'], E['data']>;
  readonly subject: string;
  readonly sequence: number;
  readonly data: E['data'];
  readonly cause?: Cause | undefined;
}

/** The part of an aggregate that its events need. */
export interface Versioned {
  readonly id: string;
  readonly version: number;
}

/** What the given event passes on to the events it leads to. */
export const causeOf = (event: DomainEvent): Cause => ({
  tenant: event.tenant,
  correlationid: event.correlationid,
  causationid: event.id,
  traceparent: event.traceparent,
  tracestate: event.tracestate,
});
