import {
  OrderCancelled,
  OrderPaid,
  OrderRefundDue,
  orderStream,
  ReservationFailed,
  reservationStream,
} from '@app/contracts';
import type { HistoryEntry, Order } from '../../orders/domain/order.js';
import { type Expected, expected } from './expected.js';
import type { Notes } from './notes.js';
import { type Pending, pendingIn } from './pending.js';
import { reservationSteps } from './reservation-steps.js';
import type { PaymentFact, TimelineFacts } from './timeline-facts.js';

/** An event of one of the streams. */
export interface EventPlace {
  readonly stream: string;
  readonly sequence: number;
  readonly type: string;
}

/** Something that happened on the way of an order, and the event that told of it. Times are ISO 8601 in UTC. */
export interface TimelineStep extends EventPlace {
  readonly at: string;
  /** Whose step it was. */
  readonly service: 'order' | 'inventory';
  /** The step of the order; absent from steps of others. */
  readonly taken?: Pick<HistoryEntry, 'from' | 'to' | 'who' | 'why' | 'code'>;
  readonly causedBy?: EventPlace;
  /** How long after its cause, in milliseconds; by the clocks of two services. */
  readonly delayMs?: number;
  /** What it begins to undo. */
  readonly compensates?: 'stock' | 'payment';
  /** The money it is about. */
  readonly payment?: PaymentFact;
  /** How the order service handled it. */
  readonly notes?: Notes;
}

/** The way of an order as far as the order service knows it. */
export interface Timeline {
  readonly orderId: string;
  readonly status: Order['status'];
  /** Causes before effects, otherwise in the order of their times. */
  readonly steps: readonly TimelineStep[];
  readonly pending: readonly Pending[];
  readonly next?: Expected | undefined;
}

/** Tells the way of an order. */
export function timelineOf(facts: TimelineFacts): Timeline {
  const { order, history } = facts;
  const own = orderSteps(facts);
  return {
    orderId: order.id,
    status: order.status,
    steps: merged(own, reservationSteps(facts)),
    pending: pendingIn(facts),
    next: expected(order, history),
  };
}

function orderSteps(facts: TimelineFacts): TimelineStep[] {
  const moneyOf = moneyIn(facts);
  return facts.history.map((entry) => {
    const { version: sequence, event: type, at, causedBy: cause, from, to, who, why, code } = entry;
    const compensates = compensatedBy(entry);
    const payment = moneyOf(type);
    return {
      at,
      service: 'order',
      stream: orderStream.name,
      sequence,
      type,
      taken: { from, to, who, why, code },
      ...(cause && {
        causedBy: { stream: reservationStream.name, sequence: cause.sequence, type: cause.type },
        delayMs: Date.parse(at) - Date.parse(cause.at),
      }),
      ...(compensates && { compensates }),
      ...(payment && { payment }),
    };
  });
}

/** Cancelling gives back what is held, save where nothing could be had. */
function compensatedBy({ event, causedBy }: HistoryEntry): TimelineStep['compensates'] {
  if (event === OrderRefundDue.type) return 'payment';
  return event === OrderCancelled.type && causedBy?.type !== ReservationFailed.type ? 'stock' : undefined;
}

/** An order is paid once; what is owed back is on record in the order in which it was told. */
function moneyIn({ order, payments }: TimelineFacts): (type: string) => PaymentFact | undefined {
  const owed = [...(order.refunds ?? [])];
  return (type) => {
    if (type === OrderPaid.type)
      return payments.find(({ transactionId }) => transactionId === order.payment?.transactionId);
    const refund = type === OrderRefundDue.type ? owed.shift() : undefined;
    return (
      refund && {
        transactionId: refund.transactionId,
        amount: refund.amount,
        currency: refund.currency,
      }
    );
  };
}

/** Each stream in its order, causes first, and the rest by time, however far the clocks of the services are apart. */
function merged(own: readonly TimelineStep[], others: readonly TimelineStep[]): TimelineStep[] {
  const waiting = [...others];
  const told = own.flatMap((step) => {
    const count = waiting.findIndex((other) => !goesBefore(other, step));
    return [...waiting.splice(0, count === -1 ? waiting.length : count), step];
  });
  return [...told, ...waiting];
}

const goesBefore = (other: TimelineStep, step: TimelineStep): boolean =>
  other.sequence <= (step.causedBy?.sequence ?? 0) ||
  (other.at < step.at && (other.causedBy?.sequence ?? 0) < step.sequence);
