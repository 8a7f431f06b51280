import { newId } from '@app/platform';
import type { Stripe } from 'stripe';
import type {
  CollectedPayment,
  LinkRequest,
  PaymentProvider,
  ProvidedLink,
} from '../domain/payment-provider.js';
import {
  InvalidSignature,
  LinkRefused,
  ProviderFailed,
  UnreadableWebhook,
} from '../domain/payment-provider.errors.js';
import { checkoutOf } from './checkout-session.js';
import { paymentInEvent } from './stripe-event.js';
import type { StripeSettings } from './stripe-settings.js';

// Large, and loaded only where customers pay by it.
const library = () => import('stripe').then(({ default: stripe }) => stripe);
type Errors = Awaited<ReturnType<typeof library>>['errors'];

// Far more keys than can fail before somebody looks; then they are forgotten, which costs a retry each.
const MOST_SPENT = 10_000;

/** Lets customers pay on Stripe Checkout, and believes what Stripe has signed. */
export class StripeProvider implements PaymentProvider {
  readonly name = 'stripe';
  /** Keys under which Stripe has failed, and what is used instead: it would repeat its failure for a day. */
  private readonly spent = new Map<string, string>();

  private constructor(
    private readonly settings: StripeSettings,
    private readonly now: () => Date,
    private readonly stripe: Stripe,
    private readonly errors: Errors,
  ) {}

  static async open(settings: StripeSettings, now: () => Date): Promise<StripeProvider> {
    const StripeLibrary = await library();
    const stripe = new StripeLibrary(settings.secretKey, {
      ...addressOf(settings.apiBase),
      timeout: settings.timeoutMs,
      maxNetworkRetries: settings.maxNetworkRetries,
      telemetry: false,
    });
    return new StripeProvider(settings, now, stripe, StripeLibrary.errors);
  }

  async createLink(request: LinkRequest): Promise<ProvidedLink> {
    const params = checkoutOf(request, this.settings, this.now());
    // Stripe refuses a key that comes again with other parameters, and this one depends on when it is asked.
    const key = `${request.idempotencyKey}-${params.expires_at ?? 'open'}`;
    const idempotencyKey = this.spent.get(key) ?? key;
    try {
      const { id, url } = await this.stripe.checkout.sessions.create(params, { idempotencyKey });
      if (!url) throw new Error('Stripe has made a session without a link');
      this.spent.delete(key);
      return { link: url, reference: id };
    } catch (error) {
      if (this.isRepeated(error)) this.spend(key);
      throw this.failureOf(error);
    }
  }

  async expireLink(reference: string): Promise<void> {
    try {
      await this.stripe.checkout.sessions.expire(reference);
    } catch (error) {
      // It has been paid, or is over.
      if (!(error instanceof this.errors.StripeInvalidRequestError)) throw this.failureOf(error);
    }
  }

  paymentIn(body: Uint8Array, signature: string | undefined): CollectedPayment | undefined {
    const { webhookSecret, webhookToleranceSeconds } = this.settings;
    let event: unknown;
    try {
      event = this.stripe.webhooks.constructEvent(
        body,
        signature ?? '',
        webhookSecret,
        webhookToleranceSeconds,
      );
    } catch (error) {
      throw error instanceof this.errors.StripeSignatureVerificationError
        ? new InvalidSignature()
        : new UnreadableWebhook();
    }
    return paymentInEvent(event);
  }

  /** An error that can be logged: without the secret key, and without the answer, which may name the customer. */
  private failureOf(error: unknown): unknown {
    if (!(error instanceof this.errors.StripeError)) return error;
    const message = `${error.type}: ${error.message}`.replaceAll(this.settings.secretKey, '***');
    return this.isFinal(error) ? new LinkRefused(message) : new ProviderFailed(message);
  }

  /** What Stripe answers again and again to the same key: its own failures, and other parameters, as after a change here. */
  private isRepeated(error: unknown): boolean {
    const { StripeAPIError, StripeIdempotencyError } = this.errors;
    if (error instanceof StripeAPIError) return true;
    return error instanceof StripeIdempotencyError && error.statusCode === 400;
  }

  /** What does not pass by itself: somebody has to change the order, the account or the configuration. */
  private isFinal(error: unknown): boolean {
    const { StripeInvalidRequestError, StripeAuthenticationError, StripePermissionError } = this.errors;
    const kinds = [StripeInvalidRequestError, StripeAuthenticationError, StripePermissionError];
    return kinds.some((kind) => error instanceof kind);
  }

  private spend(key: string): void {
    if (this.spent.size >= MOST_SPENT) this.spent.clear();
    this.spent.set(key, `${key.slice(0, 200)}-${newId()}`);
  }
}

function addressOf(apiBase: string | undefined): Pick<Stripe.StripeConfig, 'host' | 'port' | 'protocol'> {
  if (apiBase === undefined) return {};
  const { hostname, port, protocol } = new URL(apiBase);
  const secure = protocol === 'https:';
  return { host: hostname, port: port || (secure ? 443 : 80), protocol: secure ? 'https' : 'http' };
}
