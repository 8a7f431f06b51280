import { DomainError, LOGGER, type Logger } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import { ChangePending } from '../orders/domain/order-change.errors.js';
import { OrderNotFound } from '../orders/domain/order.errors.js';
import { ReceivePayment } from '../orders/receive-payment.js';
import { type CollectedPayment, PAYMENT_PROVIDER, type PaymentProvider } from './domain/payment-provider.js';
import { InvalidSignature } from './domain/payment-provider.errors.js';
import { ownAccount } from './own-account.js';
import { PaymentMetrics } from './payment-metrics.js';

/** A message as the payment provider has sent it. */
export interface Webhook {
  readonly body: Uint8Array;
  readonly signature: string | undefined;
  /** Names the request in lines and events. */
  readonly correlationId: string;
}

/** Accounts for money that the payment provider has collected. */
@Injectable()
export class RecordWebhook {
  constructor(
    @Inject(PAYMENT_PROVIDER) private readonly provider: PaymentProvider,
    private readonly receivePayment: ReceivePayment,
    private readonly metrics: PaymentMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Whether it told of a payment, which then is on record; again changes nothing. Throws `InvalidSignature`,
   * `UnreadableWebhook`, `ChangePending`, `OrderNotFound` and `TransactionUsed`: money that cannot be accounted for is
   * never acknowledged, so the provider keeps telling of it, and shows it as not delivered.
   */
  async execute(webhook: Webhook): Promise<'recorded' | 'ignored'> {
    let payment: CollectedPayment | undefined;
    try {
      payment = this.provider.paymentIn?.(webhook.body, webhook.signature);
      if (payment) await this.record(payment, webhook);
      const outcome = payment ? 'recorded' : 'ignored';
      this.metrics.webhook(outcome);
      return outcome;
    } catch (error) {
      this.report(error, { correlationId: webhook.correlationId, ...payment });
      throw error;
    }
  }

  private async record(
    { tenant, orderId, ...received }: CollectedPayment,
    { correlationId: correlationid }: Webhook,
  ): Promise<void> {
    const account = { ...ownAccount(tenant), correlationid };
    try {
      await this.receivePayment.execute(account, { orderId }, { ...received, collected: true });
    } catch (error) {
      // An order of a shop that is not served here is an order that is not here.
      throw codeOf(error) === 'unknown-tenant' ? new OrderNotFound(orderId) : error;
    }
  }

  private report(error: unknown, about: Record<string, unknown>): void {
    if (!(error instanceof DomainError)) return;
    const { code } = error;
    this.metrics.webhook(code);
    if (error instanceof ChangePending) this.logger.info({ code, ...about }, 'payment comes again later');
    // Anybody can send such a thing.
    else if (error instanceof InvalidSignature) this.logger.warn({ code, ...about }, 'webhook refused');
    else this.logger.error({ code, ...about }, 'payment cannot be accounted for');
  }
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;
