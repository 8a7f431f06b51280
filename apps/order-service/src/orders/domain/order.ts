import type { CancellationCode, Contact, EventDraft, Money, OrderLine } from '@app/contracts';
import type { OrderStatus } from './order-lifecycle.js';

/** Why an order was ended, as a code to branch on and a text that its customer may read. */
export interface Cancellation {
  readonly code: CancellationCode;
  readonly reason: string;
}

/** How the goods travel. */
export interface Shipping {
  readonly carrier?: string | undefined;
  readonly trackingNumber?: string | undefined;
}

/** How the goods arrived. */
export interface Delivery {
  readonly deliveredAt: string;
  readonly signature?: string | undefined;
}

/** An order as plain data that survives JSON unchanged: times are ISO 8601 in UTC, money is minor units. */
export interface Order {
  /** UUIDv7: later orders have greater ids. */
  readonly id: string;
  /** 1 for a new order, one more with every step; also the sequence of the step's event. */
  readonly version: number;
  readonly status: OrderStatus;
  readonly customerId: string;
  readonly lines: readonly OrderLine[];
  readonly total: Money;
  readonly contact?: Contact | undefined;
  readonly cancellation?: Cancellation | undefined;
  readonly shipping?: Shipping | undefined;
  readonly delivery?: Delivery | undefined;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** One line of an order's history; `version` is that of the order after the step. */
export interface HistoryEntry {
  readonly version: number;
  /** `null` for the placing. */
  readonly from: OrderStatus | null;
  readonly to: OrderStatus;
  readonly at: string;
  readonly who: string;
  readonly why?: string | undefined;
  readonly code?: CancellationCode | undefined;
}

/** A step as decided: how the order stands after it, what its history records, what the others are told. */
export interface TakenStep {
  readonly order: Order;
  readonly entry: HistoryEntry;
  readonly event: EventDraft;
}
