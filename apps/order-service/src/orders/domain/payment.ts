import type { RefundCause } from '@app/contracts';

/**
 * What an order that must be paid first knows of its payment. `EXPECTED` until its stock is held, then `DUE` until it is
 * `PAID` or, if the order ends before, `EXPIRED`. Times are ISO 8601 in UTC.
 */
export interface Payment {
  readonly status: 'EXPECTED' | 'DUE' | 'PAID' | 'EXPIRED';
  /** Where the customer pays; absent until the provider has made it. */
  readonly link?: string | undefined;
  /** The provider's name for the latest link that it has made, also while another one is awaited. */
  readonly reference?: string | undefined;
  readonly expiresAt?: string | undefined;
  readonly transactionId?: string | undefined;
  readonly paidAt?: string | undefined;
  /** Whether it arrived when the order had already been cancelled for want of it. */
  readonly late?: boolean | undefined;
}

/** Money that was received and has to be given back: minor units of a currency. */
export interface Refund {
  readonly transactionId: string;
  readonly amount: number;
  readonly currency: string;
  readonly cause: RefundCause;
  readonly at: string;
  /** When it was given back; absent while it is owed. */
  readonly settledAt?: string | undefined;
}
