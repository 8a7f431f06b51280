import { reservationStream } from '@app/contracts';
import type { Queryable } from '@app/messaging';
import { Injectable } from '@nestjs/common';
import {
  type HistoryRow,
  ORDER_COLUMNS,
  type OrderRow,
  toHistoryEntry,
  toOrder,
} from '../../orders/persistence/order.row.js';
import type { IncidentFact, PaymentFact, TimelineFacts, WaitingFact } from '../domain/timeline-facts.js';

/** Facts as PostgreSQL writes them into JSON: their times have an offset and microseconds. */
interface TimelineRow extends OrderRow {
  readonly history: HistoryRow[];
  readonly heard: number;
  readonly incidents: IncidentFact[];
  readonly parked: WaitingFact[];
  readonly outgoing: (WaitingFact & { attempts: number })[];
  readonly payments: PaymentFact[];
}

const listed = (select: string): string => `(SELECT coalesce(jsonb_agg(l), '[]') FROM (${select}) AS l)`;

// What is decided about an order is decided between its first and its latest step, give or take what a transaction and
// the clocks may: its rows in the outbox are looked for among those of that time, however many there are.
const SLACK = `interval '1 minute'`;
const idAt = (moment: string): string =>
  `(lpad(to_hex(floor(extract(epoch FROM ${moment}) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid`;

const OUTGOING = `
  SELECT CASE WHEN exchange = '' THEN $2 ELSE 'order' END AS stream, (body::json ->> 'sequence')::int AS sequence, type,
         created_at AS since, attempts
  FROM outbox_events
  WHERE id BETWEEN ${idAt(`o.created_at - ${SLACK}`)} AND ${idAt(`o.updated_at + ${SLACK}`)}
    AND body LIKE '%"' || o.id || '"%' AND body::json ->> 'subject' = o.id::text
  ORDER BY sequence`;

const PARKED = `
  SELECT stream, sequence, body::json ->> 'type' AS type, parked_at AS since FROM parked_events
  WHERE stream = $2 AND subject = o.id::text ORDER BY sequence`;

const INCIDENTS = `
  SELECT sequence, kind, times, detail, first_at AS "firstAt", last_at AS "lastAt" FROM stream_incidents
  WHERE stream = $2 AND subject = o.id::text ORDER BY sequence, first_at`;

const PAYMENTS = `
  SELECT transaction_id AS "transactionId", amount_minor AS amount, currency FROM payments WHERE order_id = o.id
  ORDER BY received_at`;

const STATEMENT = `
  SELECT ${ORDER_COLUMNS},
    (SELECT jsonb_agg(h ORDER BY h.version) FROM order_history h WHERE h.order_id = o.id) AS history,
    coalesce((SELECT sequence FROM stream_positions WHERE stream = $2 AND subject = o.id::text), 0) AS heard,
    ${listed(INCIDENTS)} AS incidents, ${listed(PARKED)} AS parked, ${listed(OUTGOING)} AS outgoing,
    ${listed(PAYMENTS)} AS payments
  FROM orders AS o WHERE o.id = $1`;

/** What this service's tables say of the way of an order. */
@Injectable()
export class TimelineRepository {
  /** All of it as of the same moment; undefined if there is no such order. */
  async find(db: Queryable, id: string): Promise<TimelineFacts | undefined> {
    const [row] = await db.query<TimelineRow>(STATEMENT, [id, reservationStream.name]);
    return row && factsIn(row);
  }
}

const factsIn = (row: TimelineRow): TimelineFacts => ({
  order: toOrder(row),
  history: row.history.map(toHistoryEntry),
  heard: row.heard,
  incidents: row.incidents.map((incident) => ({
    ...incident,
    firstAt: inUtc(incident.firstAt),
    lastAt: inUtc(incident.lastAt),
  })),
  parked: row.parked.map(waitingFact),
  outgoing: row.outgoing.map(({ attempts, ...event }) => ({ ...waitingFact(event), attempts })),
  payments: row.payments,
});

const waitingFact = ({ stream, sequence, type, since }: WaitingFact): WaitingFact => ({
  stream,
  sequence,
  type,
  since: inUtc(since),
});

const inUtc = (time: string): string => new Date(time).toISOString();
