import { Transactions } from '@app/messaging';
import { Clock, DEFAULT_TENANT } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { Order } from '../orders/domain/order.js';
import { nextDelay } from './domain/link-backoff.js';
import { ownAccount } from './own-account.js';
import { PAYMENT_SETTINGS, type PaymentSettings } from './payment-settings.js';
import { DuePaymentsRepository } from './persistence/due-payments.repository.js';

/** An order whose link is ours to make until the lease ends. */
export interface ClaimedOrder {
  readonly order: Order;
  readonly tenant: string;
  readonly claimedUntil: Date;
}

/** Shares the orders that need a link among all instances. */
@Injectable()
export class ClaimLinks {
  constructor(
    private readonly transactions: Transactions,
    private readonly due: DuePaymentsRepository,
    private readonly clock: Clock,
    @Inject(PAYMENT_SETTINGS) private readonly settings: PaymentSettings,
  ) {}

  /** Up to `limit` orders that nobody else has. After a crash they are due again by the end of their lease. */
  async take(limit: number): Promise<ClaimedOrder[]> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + this.settings.leaseMs);
    const tenant = DEFAULT_TENANT;
    const orders = await this.transactions.run(ownAccount(tenant), (tx) =>
      this.due.claimLinks(tx, { now, limit, until }),
    );
    return orders.map((order) => ({ order, tenant, claimedUntil: until }));
  }

  /** Lets an order wait for its next attempt, longer each time. The milliseconds until then. */
  async postpone({ order, tenant, claimedUntil }: ClaimedOrder): Promise<number> {
    const now = this.clock.now().getTime();
    const delayMs = nextDelay(now - Date.parse(order.updatedAt), this.settings.patience, Math.random);
    const dueAt = new Date(now + delayMs);
    await this.transactions.run(ownAccount(tenant), (tx) =>
      this.due.postponeLink(tx, order, { claimedUntil, dueAt }),
    );
    return delayMs;
  }
}
