import { batchOf, EVENT_BATCH_CONTENT_TYPE, EVENT_CONTENT_TYPE } from '@app/contracts';
import { newId } from '@app/platform';
import type { Outgoing } from '../connection/publisher.js';
import type { Held } from './confirmed.js';
import type { OutboxRow } from './outbox.js';

// In UTF-16 code units, each of which takes three bytes at most: no consumer finds a batch too large to be read.
const PARCEL_LENGTH = 65_536;

/** Rows of the outbox that travel as one message: they are confirmed together, or not. */
export interface Parcel {
  readonly held: readonly Held[];
  readonly message: Outgoing;
}

/**
 * Every row in one parcel, and the rows of a parcel in their order. Events that go the same way, to those who hear of
 * their type, travel together, `eventsPerMessage` at most; an event that goes back to one queue travels alone.
 */
export function parcelsOf(batch: readonly Held[], eventsPerMessage: number): Parcel[] {
  const loads: Load[] = [];
  const open = new Map<string, Load>();
  for (const one of batch) {
    const way = `${one.row.exchange} ${one.row.routingKey}`;
    let load = open.get(way);
    if (!load?.hasRoomFor(one, eventsPerMessage)) {
      load = new Load();
      loads.push(load);
      open.set(way, load);
    }
    load.add(one);
  }
  return loads.map(({ held }) => ({ held, message: messageOf(held.map(({ row }) => row)) }));
}

export const heldIn = (parcels: readonly Parcel[]): Held[] => parcels.flatMap(({ held }) => held);

class Load {
  readonly held: Held[] = [];
  private length = 0;

  hasRoomFor({ row }: Held, eventsPerMessage: number): boolean {
    const isForMany = row.exchange !== '';
    return (
      isForMany &&
      this.held.length < eventsPerMessage &&
      this.length + row.body.length + this.held.length < PARCEL_LENGTH
    );
  }

  add(one: Held): void {
    this.held.push(one);
    this.length += one.row.body.length;
  }
}

function messageOf(rows: readonly OutboxRow[]): Outgoing {
  const [first] = rows as readonly [OutboxRow];
  const { exchange, routingKey, type } = first;
  return rows.length === 1
    ? { exchange, routingKey, body: Buffer.from(first.body), options: propertiesOf(first) }
    : {
        exchange,
        routingKey,
        body: Buffer.from(batchOf(rows.map(({ body }) => body))),
        // What concerns one event alone is in the event.
        options: {
          messageId: newId(),
          type,
          contentType: EVENT_BATCH_CONTENT_TYPE,
          contentEncoding: 'utf-8',
        },
      };
}

const propertiesOf = ({ id, type, correlationId, traceparent }: OutboxRow): Outgoing['options'] => ({
  messageId: id,
  type,
  correlationId,
  contentType: EVENT_CONTENT_TYPE,
  contentEncoding: 'utf-8',
  ...(traceparent && { headers: { traceparent } }),
});
