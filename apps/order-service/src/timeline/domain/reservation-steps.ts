import {
  OrderCancelled,
  OrderChangeRequested,
  OrderCreated,
  OrderDelivered,
  OrderReopened,
  OrderShipped,
  orderStream,
  ReservationChanged,
  ReservationChangeRefused,
  ReservationFailed,
  reservationStream,
  StockCommitted,
  StockReleased,
  StockReserved,
} from '@app/contracts';
import type { HistoryEntry } from '../../orders/domain/order.js';
import { notesOf } from './notes.js';
import type { TimelineStep } from './timeline.js';
import type { IncidentFact, TimelineFacts } from './timeline-facts.js';

/** What each event of inventory answers; that the time of a reservation is over answers nothing. */
export const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  [StockReserved.type]: [OrderCreated.type, OrderReopened.type],
  [ReservationFailed.type]: [OrderCreated.type, OrderReopened.type],
  [ReservationChanged.type]: [OrderChangeRequested.type],
  [ReservationChangeRefused.type]: [OrderChangeRequested.type],
  [StockCommitted.type]: [OrderShipped.type, OrderDelivered.type],
  [StockReleased.type]: [OrderCancelled.type],
};

/** An event of the reservation that the order service has handled. */
interface Heard {
  readonly sequence: number;
  readonly type: string;
  readonly at: string;
}

/**
 * The events of the reservation that the order service has handled, oldest first. Nothing is stored of one that led to
 * no step and met with nothing out of the ordinary, so those are missing.
 */
export function reservationSteps({ history, heard, incidents }: TimelineFacts): TimelineStep[] {
  const known = new Map<number, Heard>();
  for (const { sequence, detail, firstAt } of incidents)
    if (sequence <= heard && detail.type !== undefined)
      known.set(sequence, { sequence, type: detail.type, at: firstAt });
  for (const { causedBy } of history) if (causedBy) known.set(causedBy.sequence, causedBy);
  return [...known.values()]
    .sort((a, b) => a.sequence - b.sequence)
    .map((event) => stepOf(event, history, incidents));
}

function stepOf(
  { sequence, type, at }: Heard,
  history: readonly HistoryEntry[],
  incidents: readonly IncidentFact[],
): TimelineStep {
  const cause = causeOf({ type, at }, history);
  const notes = notesOf(incidents.filter((incident) => incident.sequence === sequence));
  return {
    at,
    service: 'inventory',
    stream: reservationStream.name,
    sequence,
    type,
    ...(cause && {
      causedBy: { stream: orderStream.name, sequence: cause.version, type: cause.event },
      delayMs: Date.parse(at) - Date.parse(cause.at),
    }),
    ...(notes && { notes }),
  };
}

/** The latest step of the order that the event can be an answer to. */
function causeOf({ type, at }: Pick<Heard, 'type' | 'at'>, history: readonly HistoryEntry[]) {
  const asked = history.filter(({ event }) => ANSWERS[type]?.includes(event));
  return asked.findLast((entry) => entry.at <= at) ?? asked[0];
}
