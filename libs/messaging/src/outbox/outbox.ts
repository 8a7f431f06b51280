import type { DomainEvent } from '@app/contracts';
import { newId } from '@app/platform';

/** An event in the outbox, with where it is to be published. */
export interface OutboxRow {
  readonly id: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly type: string;
  readonly correlationId: string;
  readonly traceparent: string | null;
  /** The event as JSON. */
  readonly body: string;
}

/** The outbox of every tenant as the relay sees it. Each call is a transaction of its own. */
export interface Outbox {
  tenants(): Iterable<string>;
  /** Takes up to `limit` rows that nobody holds, oldest first; several relays never get the same. */
  claim(tenant: string, limit: number): Promise<OutboxRow[]>;
  /** Forgets what the broker has confirmed. */
  remove(tenant: string, ids: readonly string[]): Promise<void>;
  /** Gives back what could not be published, to be tried again after `delayMs`. */
  giveBack(tenant: string, ids: readonly string[], delayMs: number): Promise<void>;
}

/**
 * How long a row belongs to whoever took it, in milliseconds. Far longer than publishing takes and short enough to
 * wait for after a crash. When it is too short for once, two relays publish the row and the inbox drops the repeat.
 */
export const LEASE_MS = 5_000;

/** The row that announces an event: it has the event's id. */
export const announced = (event: DomainEvent, exchange: string): OutboxRow => ({
  ...describing(event),
  id: event.id,
  exchange,
  routingKey: event.type,
});

/**
 * The row that sends an event back to a queue. It has an id of its own: the same event may be sent back again before
 * the first row is gone, and neither may stand for the other.
 */
export const returned = (event: DomainEvent, queue: string): OutboxRow => ({
  ...describing(event),
  id: newId(),
  exchange: '',
  routingKey: queue,
});

const describing = (event: DomainEvent) => ({
  type: event.type,
  correlationId: event.correlationid,
  traceparent: event.traceparent ?? null,
  body: JSON.stringify(event),
});
