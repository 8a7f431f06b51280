import { Transactions } from '@app/messaging';
import { Clock, DEFAULT_TENANT, HealthRegistry } from '@app/platform';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { PAYMENT_PROVIDER, type PaymentProvider } from './domain/payment-provider.js';
import { PaymentMetrics } from './payment-metrics.js';
import { DuePaymentsRepository } from './persistence/due-payments.repository.js';

const LOOK_EVERY_MS = 10_000;

/** Shows how many orders wait for a payment link and how long, in the health and as metrics. */
@Injectable()
export class LinkWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly transactions: Transactions,
    private readonly due: DuePaymentsRepository,
    private readonly clock: Clock,
    private readonly metrics: PaymentMetrics,
    @Inject(PAYMENT_PROVIDER) provider: PaymentProvider,
    health: HealthRegistry,
  ) {
    // Told, but never a reason to be unready: without its provider an order waits, and all else works.
    health.add({
      name: 'payments',
      neededToBeReady: false,
      check: async () => ({ provider: provider.name, ...(await this.backlog()) }),
    });
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Never rejects: a database that cannot be asked is somebody else's alarm. */
  async look(): Promise<void> {
    try {
      this.metrics.backlog(await this.backlog());
    } catch {
      // The gauges stay as they are, and the health says that the database is away.
    }
  }

  private backlog() {
    return this.due.linkBacklog(this.transactions.reader(DEFAULT_TENANT), this.clock.now());
  }
}
