import { LOGGER, type Logger, Rounds } from '@app/platform';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { ChangedOrders } from '../orders/changed-orders.js';
import { needsLink } from '../orders/domain/order-payment.js';
import { type ClaimedOrder, ClaimLinks } from './claim-links.js';
import { MakeLink } from './make-link.js';
import { PAYMENT_SETTINGS, type PaymentSettings } from './payment-settings.js';

/** Makes the payment links that are due, several at once; any number of instances share the work. */
@Injectable()
export class LinkLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly underWay = new Set<Promise<void>>();
  private readonly rounds: Rounds;

  constructor(
    private readonly claims: ClaimLinks,
    private readonly makeLink: MakeLink,
    @Inject(PAYMENT_SETTINGS) private readonly settings: PaymentSettings,
    @Inject(LOGGER) logger: Logger,
    changed: ChangedOrders,
  ) {
    const { pollIntervalMs: restMs } = settings;
    this.rounds = new Rounds({ name: 'payment links', restMs, turn: () => this.turn() }, logger);
    changed.onChange((orders) => {
      if (orders.some(needsLink)) this.rounds.ring();
    });
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  /** What is still under way when the time for that is up comes back by its lease. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
    const patience = new AbortController();
    const { drainMs } = this.settings;
    await Promise.race([
      Promise.all(this.underWay),
      pause(drainMs, undefined, { signal: patience.signal }).catch(() => undefined),
    ]);
    patience.abort();
  }

  private async turn(): Promise<boolean> {
    const room = this.settings.concurrency - this.underWay.size;
    if (room === 0) return false; // whoever ends rings
    const claimed = await this.claims.take(room);
    for (const one of claimed) this.begin(one);
    return false;
  }

  private begin(claimed: ClaimedOrder): void {
    const making = this.makeLink.execute(claimed).finally(() => {
      this.underWay.delete(making);
      this.rounds.ring();
    });
    this.underWay.add(making);
  }
}
