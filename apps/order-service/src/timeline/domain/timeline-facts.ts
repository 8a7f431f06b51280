import type { HistoryEntry, Order } from '../../orders/domain/order.js';

/** What happened to a reservation event besides being handled once, as it is on record. Times are ISO 8601 in UTC. */
export interface IncidentFact {
  readonly sequence: number;
  readonly kind: 'repeated' | 'parked' | 'retried' | 'dead-lettered' | 'replayed' | 'discarded' | 'forced';
  readonly times: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly detail: {
    readonly type?: string;
    readonly code?: string;
    /** Of a parked event that has gone on. */
    readonly waitedMs?: number;
  };
}

/** An event that somebody else has still to get, or that has still to get its turn here. */
export interface WaitingFact {
  readonly stream: string;
  readonly sequence: number;
  readonly type: string;
  readonly since: string;
}

/** Money that was received for the order, in minor units. */
export interface PaymentFact {
  readonly transactionId: string;
  readonly amount: number;
  readonly currency: string;
}

/** All that the order service's own database says of the way of an order, as of one moment. */
export interface TimelineFacts {
  readonly order: Order;
  /** Oldest first. */
  readonly history: readonly HistoryEntry[];
  /** How far the reservation's events have been handled. */
  readonly heard: number;
  readonly incidents: readonly IncidentFact[];
  readonly parked: readonly WaitingFact[];
  /** Not published yet; `attempts` counts what the broker did not take. */
  readonly outgoing: readonly (WaitingFact & { readonly attempts: number })[];
  readonly payments: readonly PaymentFact[];
}
