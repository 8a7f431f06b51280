import type { Patience } from './domain/link-backoff.js';

/** How the loops of this process work; all times in milliseconds. */
export interface PaymentSettings {
  /** How often to look for what is due and was not announced: of other instances, retries, the end of a time to pay. */
  readonly pollIntervalMs: number;
  /** Links under way at once. */
  readonly concurrency: number;
  /** How long an order is left to whoever makes its link: longer than the provider can possibly take. */
  readonly leaseMs: number;
  /** Between two attempts for the same order. */
  readonly patience: Patience;
  /** How long a stopping process waits for links that are under way. */
  readonly drainMs: number;
}

/** Injects the `PaymentSettings`. */
export const PAYMENT_SETTINGS = Symbol('order.payment-settings');
