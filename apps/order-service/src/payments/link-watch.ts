import { Transactions } from '@app/messaging';
import { Chores, Clock, DEFAULT_TENANT, HealthRegistry } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import { PAYMENT_PROVIDER, type PaymentProvider } from './domain/payment-provider.js';
import { PaymentMetrics } from './payment-metrics.js';
import { DuePaymentsRepository } from './persistence/due-payments.repository.js';

/** Shows how many orders wait for a payment link and how long, in the health and as metrics. */
@Injectable()
export class LinkWatch {
  constructor(
    private readonly transactions: Transactions,
    private readonly due: DuePaymentsRepository,
    private readonly clock: Clock,
    private readonly metrics: PaymentMetrics,
    @Inject(PAYMENT_PROVIDER) provider: PaymentProvider,
    health: HealthRegistry,
    chores: Chores,
  ) {
    // Told, but never a reason to be unready: without its provider an order waits, and all else works.
    health.add({
      name: 'payments',
      neededToBeReady: false,
      check: async () => ({ provider: provider.name, ...(await this.backlog()) }),
    });
    chores.add({ name: 'count awaited payment links', everyMs: 10_000, work: () => this.look() });
  }

  async look(): Promise<void> {
    this.metrics.backlog(await this.backlog());
  }

  private backlog() {
    return this.due.linkBacklog(this.transactions.reader(DEFAULT_TENANT), this.clock.now());
  }
}
