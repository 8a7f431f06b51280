import { LOGGER, type Logger } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import { DecideOnOrder } from '../orders/decide-on-order.js';
import { requestPayment } from '../orders/domain/order-payment.js';
import { type ClaimedOrder, ClaimLinks } from './claim-links.js';
import { CloseLinks } from './close-links.js';
import { linkRequestFor } from './domain/link-request.js';
import { PAYMENT_PROVIDER, type PaymentProvider } from './domain/payment-provider.js';
import { LinkRefused } from './domain/payment-provider.errors.js';
import { ownAccount } from './own-account.js';
import { PaymentMetrics } from './payment-metrics.js';

/** Gets one order its payment link. */
@Injectable()
export class MakeLink {
  constructor(
    private readonly decideOnOrder: DecideOnOrder,
    private readonly claims: ClaimLinks,
    private readonly closeLinks: CloseLinks,
    @Inject(PAYMENT_PROVIDER) private readonly provider: PaymentProvider,
    private readonly metrics: PaymentMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Never rejects: an order that gets no link is due again later, and the reason is logged and counted. */
  async execute(claimed: ClaimedOrder): Promise<void> {
    try {
      await this.make(claimed);
    } catch (error) {
      await this.failed(claimed, error);
    }
  }

  /**
   * Asks the provider with no transaction open, and records the link if the order still asks for the same; otherwise
   * nobody ever hears of the link. A crash in between costs nothing: asked again, the provider gives the same link.
   */
  private async make({ order, tenant }: ClaimedOrder): Promise<void> {
    const request = linkRequestFor(order, tenant);
    if (!request) return;
    const link = await this.provider.createLink(request);
    // crash point payment-link-made: the provider has made a link that no order has yet
    const about = { orderId: order.id, deleted: true };
    let recorded = false;
    await this.decideOnOrder.execute(ownAccount(tenant), about, (now, occasion) => {
      recorded = linkRequestFor(now, tenant)?.idempotencyKey === request.idempotencyKey;
      return recorded ? requestPayment(now, link, occasion) : [];
    });
    if (!recorded) return;
    this.metrics.link('made');
    this.closeLinks.close(order.payment?.reference);
  }

  private async failed(claimed: ClaimedOrder, err: unknown): Promise<void> {
    const { id: orderId } = claimed.order;
    const refused = err instanceof LinkRefused;
    this.metrics.link(refused ? 'refused' : 'failed');
    try {
      const delayMs = await this.claims.postpone(claimed);
      // A refusal does not heal: somebody has to look at the order or at the configuration.
      if (refused) this.logger.error({ err, orderId, delayMs }, 'payment link refused');
      else this.logger.warn({ err, orderId, delayMs }, 'payment link will be tried again');
    } catch {
      // The database is away; the lease brings the order back.
      this.logger.warn({ err, orderId }, 'payment link will be tried again when its lease ends');
    }
  }
}
