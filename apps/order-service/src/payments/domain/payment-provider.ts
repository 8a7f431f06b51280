import type { Money, OrderLine } from '@app/contracts';

/** What a customer is to pay for. */
export interface LinkRequest {
  readonly orderId: string;
  readonly tenant: string;
  /** Never zero. */
  readonly total: Money;
  readonly lines: readonly OrderLine[];
  readonly customerEmail?: string | undefined;
  /** ISO 8601 in UTC. */
  readonly expiresAt: string;
  /** The same for as long as the same is asked for; with it a provider makes one link, however often it is asked. */
  readonly idempotencyKey: string;
}

/** Where a customer can pay, and the provider's name for it if it has one. */
export interface ProvidedLink {
  readonly link: string;
  readonly reference?: string | undefined;
}

/** Money that a provider says it has taken for an order, in our minor units. */
export interface CollectedPayment {
  readonly orderId: string;
  readonly tenant: string;
  readonly transactionId: string;
  readonly amount: number;
  readonly currency: string;
}

/** Somebody who takes money for us. May be slow or away; never called while a transaction is open. */
export interface PaymentProvider {
  readonly name: string;
  /** Rejects with `LinkRefused` if asking again cannot help, and with anything else if it can. */
  createLink(request: LinkRequest): Promise<ProvidedLink>;
  /** Lets nobody pay by the link any more; one that is over already is none of our business. */
  expireLink(reference: string): Promise<void>;
  /**
   * The payment that a message of the provider tells of; `undefined` if it tells of something else or of nothing of
   * ours. Throws `InvalidSignature` and `UnreadableWebhook`. Absent if the provider sends none.
   */
  paymentIn?(body: Uint8Array, signature: string | undefined): CollectedPayment | undefined;
}

/** Injects the `PaymentProvider`. */
export const PAYMENT_PROVIDER = Symbol('order.payment-provider');
