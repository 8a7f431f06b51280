import type { CancellationCode, Contact, EventDraft, Money, OrderLine, Shortage } from '@app/contracts';
import type { OrderStatus } from './order-lifecycle.js';
import type { Payment, Refund } from './payment.js';

/** Why an order was ended, as a code to branch on and a text that its customer may read. */
export interface Cancellation {
  readonly code: CancellationCode;
  readonly reason: string;
}

/** Where the goods go. */
export interface Address {
  readonly name: string;
  readonly street: string;
  readonly street2?: string | undefined;
  readonly postalCode: string;
  readonly city: string;
  readonly region?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** How the goods travel. */
export interface Shipping {
  readonly carrier?: string | undefined;
  readonly trackingNumber?: string | undefined;
  readonly trackingCompany?: string | undefined;
}

/** How the goods arrived. */
export interface Delivery {
  readonly deliveredAt: string;
  readonly signature?: string | undefined;
}

/** How the order came to its end. */
export interface Completion {
  readonly completedAt: string;
  /** The payment that settled it. */
  readonly transactionId?: string | undefined;
}

/** What an order says beside its goods. */
export interface OrderDetails {
  readonly contact?: Contact | undefined;
  readonly notes?: string | undefined;
  readonly shippingAddress?: Address | undefined;
}

/** Other details; what is absent stays as it is, `null` takes it back. */
export type DetailChanges = { readonly [Part in keyof OrderDetails]?: OrderDetails[Part] | null };

/** The latest wish for other goods and what became of it. */
export interface ItemChange {
  readonly id: string;
  readonly status: 'PENDING' | 'APPLIED' | 'REFUSED' | 'DROPPED';
  readonly lines: readonly OrderLine[];
  readonly total: Money;
  /** What else is to be changed with the goods, or not at all. */
  readonly details: DetailChanges;
  readonly requestedAt: string;
  readonly decidedAt?: string | undefined;
  /** Why it was refused, for the customer to read. */
  readonly reason?: string | undefined;
  readonly shortages?: readonly Shortage[] | undefined;
}

/** An order as plain data that survives JSON unchanged: times are ISO 8601 in UTC, money is minor units. */
export interface Order extends OrderDetails {
  /** UUIDv7: later orders have greater ids. */
  readonly id: string;
  /** 1 for a new order, one more with every step; also the sequence of the step's event. */
  readonly version: number;
  readonly status: OrderStatus;
  readonly customerId: string;
  readonly lines: readonly OrderLine[];
  readonly total: Money;
  readonly payment?: Payment | undefined;
  readonly refunds?: readonly Refund[] | undefined;
  readonly change?: ItemChange | undefined;
  readonly cancellation?: Cancellation | undefined;
  readonly shipping?: Shipping | undefined;
  readonly delivery?: Delivery | undefined;
  readonly completion?: Completion | undefined;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Deleted orders are kept, and shown to administrators only. */
  readonly deletedAt?: string | undefined;
}

/** The event that led to a step, as its own stream has it. */
export interface StepCause {
  readonly id: string;
  readonly type: string;
  readonly sequence: number;
  /** When it was published, by the clock of its service. */
  readonly at: string;
}

/** One line of an order's history; `version` is that of the order after the step. */
export interface HistoryEntry {
  readonly version: number;
  /** The event that told of the step. */
  readonly event: string;
  /** `null` for the placing. */
  readonly from: OrderStatus | null;
  readonly to: OrderStatus;
  readonly at: string;
  readonly who: string;
  readonly why?: string | undefined;
  readonly code?: CancellationCode | undefined;
  /** Absent where somebody asked for the step. */
  readonly causedBy?: StepCause | undefined;
}

/** A step as decided: how the order stands after it, what its history records, what the others are told. */
export interface TakenStep {
  readonly order: Order;
  readonly entry: HistoryEntry;
  readonly event: EventDraft;
}
