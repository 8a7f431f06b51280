import { Chores, HealthRegistry } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import { AwaitedLinks } from './awaited-links.js';
import { PAYMENT_PROVIDER, type PaymentProvider } from './domain/payment-provider.js';
import { PaymentMetrics } from './payment-metrics.js';

/** Shows how many orders wait for a payment link and how long, in the health and as metrics. */
@Injectable()
export class LinkWatch {
  constructor(
    private readonly awaited: AwaitedLinks,
    private readonly metrics: PaymentMetrics,
    @Inject(PAYMENT_PROVIDER) provider: PaymentProvider,
    health: HealthRegistry,
    chores: Chores,
  ) {
    // Told, but never a reason to be unready: without its provider an order waits, and all else works.
    health.add({
      name: 'payments',
      neededToBeReady: false,
      check: async () => ({ provider: provider.name, ...(await awaited.count()) }),
    });
    chores.add({ name: 'count awaited payment links', everyMs: 10_000, work: () => this.look() });
  }

  async look(): Promise<void> {
    this.metrics.backlog(await this.awaited.count());
  }
}
