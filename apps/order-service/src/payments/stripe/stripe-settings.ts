/** How to reach Stripe and what to tell it; all times in milliseconds unless named otherwise. */
export interface StripeSettings {
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** Instead of Stripe's own address. */
  readonly apiBase?: string | undefined;
  /** Where customers go after paying and after giving up; `{orderId}` is filled in. */
  readonly successUrl: string;
  readonly cancelUrl: string;
  readonly timeoutMs: number;
  readonly maxNetworkRetries: number;
  readonly webhookToleranceSeconds: number;
}
