import { LOGGER, type Logger } from '@app/platform';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { ChangedOrders } from '../orders/changed-orders.js';
import type { Order } from '../orders/domain/order.js';
import { PAYMENT_PROVIDER, type PaymentProvider } from './domain/payment-provider.js';

const AT_ONCE = 5;
// A crowd of cancelled orders must not fill the memory; links end by themselves too.
const MOST_WAITING = 10_000;

/**
 * Closes links by which nobody should pay any more, as well as it can: what a crash or an outage leaves open is paid
 * late at worst, and such money is accounted for.
 */
@Injectable()
export class CloseLinks implements BeforeApplicationShutdown {
  private readonly waiting: string[] = [];
  private underWay = 0;

  constructor(
    @Inject(PAYMENT_PROVIDER) private readonly provider: PaymentProvider,
    @Inject(LOGGER) private readonly logger: Logger,
    changed: ChangedOrders,
  ) {
    changed.onChange((orders) => orders.map(abandonedLink).forEach((reference) => this.close(reference)));
  }

  /** Returns at once and never throws; without a reference there is nothing to close. */
  close(reference: string | undefined): void {
    if (reference === undefined || this.waiting.length >= MOST_WAITING) return;
    this.waiting.push(reference);
    this.goOn();
  }

  /** Begins nothing new, and does not wait for the provider either. */
  beforeApplicationShutdown(): void {
    this.waiting.length = 0;
  }

  private goOn(): void {
    while (this.underWay < AT_ONCE) {
      const reference = this.waiting.shift();
      if (reference === undefined) return;
      this.underWay += 1;
      void this.closeOne(reference).finally(() => {
        this.underWay -= 1;
        this.goOn();
      });
    }
  }

  private async closeOne(reference: string): Promise<void> {
    try {
      await this.provider.expireLink(reference);
    } catch (error) {
      this.logger.warn({ err: error, reference }, 'payment link not closed');
    }
  }
}

const abandonedLink = ({ status, payment }: Order): string | undefined =>
  status === 'CANCELLED' && payment?.status === 'EXPIRED' ? payment.reference : undefined;
