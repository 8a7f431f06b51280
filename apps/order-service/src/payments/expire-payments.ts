import { Transactions } from '@app/messaging';
import { Clock } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { expirePayment } from '../orders/domain/order-payment.js';
import { RecordSteps } from '../orders/record-steps.js';
import { nameOf } from '../orders/who.js';
import { ownAccount } from './own-account.js';
import { PaymentMetrics } from './payment-metrics.js';
import { DuePaymentsRepository } from './persistence/due-payments.repository.js';

// As many as a transaction can hold without keeping others waiting.
const AT_ONCE = 200;

/** Cancels orders that were not paid in time. */
@Injectable()
export class ExpirePayments {
  constructor(
    private readonly transactions: Transactions,
    private readonly due: DuePaymentsRepository,
    private readonly recordSteps: RecordSteps,
    private readonly clock: Clock,
    private readonly metrics: PaymentMetrics,
  ) {}

  /**
   * Cancels a batch in a constant number of statements, and says whether there may be more. Each order is cancelled by
   * one instance: the others pass it over while it is locked, and find it cancelled afterwards.
   */
  async execute(): Promise<boolean> {
    const caller = ownAccount();
    const expired = await this.transactions.run(caller, async (tx) => {
      const now = this.clock.now();
      const orders = await this.due.lockExpired(tx, { now, limit: AT_ONCE });
      const occasion = { at: now.toISOString(), who: nameOf(caller.principal) };
      const steps = orders.flatMap((order) => {
        // crash point payment-expiring: an order that was not paid in time is locked, and not cancelled yet
        return expirePayment(order, 'PAYMENT_EXPIRED', occasion);
      });
      this.recordSteps.execute(tx, steps);
      return orders.length;
    });
    this.metrics.expiredOrders(expired);
    return expired === AT_ONCE;
  }
}
