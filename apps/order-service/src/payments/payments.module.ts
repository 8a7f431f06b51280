import { Clock } from '@app/platform';
import { type DynamicModule, Module } from '@nestjs/common';
import { OrdersModule } from '../orders/orders.module.js';
import { AwaitedLinks } from './awaited-links.js';
import { ClaimLinks } from './claim-links.js';
import { CloseLinks } from './close-links.js';
import { PAYMENT_PROVIDER, type PaymentProvider } from './domain/payment-provider.js';
import { ExpirePayments } from './expire-payments.js';
import { ExpiryTimer } from './expiry-timer.js';
import { StripeWebhookController } from './http/stripe-webhook.controller.js';
import { LinkLoop } from './link-loop.js';
import { LinkWatch } from './link-watch.js';
import { MakeLink } from './make-link.js';
import { ManualProvider } from './manual/manual-provider.js';
import { PaymentMetrics } from './payment-metrics.js';
import { DuePaymentsRepository } from './persistence/due-payments.repository.js';
import { RecordWebhook } from './record-webhook.js';
import { StripeProvider } from './stripe/stripe-provider.js';
import type { StripeSettings } from './stripe/stripe-settings.js';

/** Who takes the money, with what they need to know. */
export type ProviderChoice =
  | { readonly name: 'manual'; readonly linkTemplate: string }
  | { readonly name: 'stripe'; readonly settings: StripeSettings };

/** Asks for the payments of orders, hears of them, and ends the time to pay. */
@Module({})
export class PaymentsModule {
  static with(choice: ProviderChoice): DynamicModule {
    return {
      module: PaymentsModule,
      imports: [OrdersModule],
      controllers: choice.name === 'stripe' ? [StripeWebhookController] : [],
      providers: [
        {
          provide: PAYMENT_PROVIDER,
          useFactory: (clock: Clock) => providerOf(choice, clock),
          inject: [Clock],
        },
        ClaimLinks,
        MakeLink,
        LinkLoop,
        CloseLinks,
        ExpirePayments,
        ExpiryTimer,
        RecordWebhook,
        AwaitedLinks,
        LinkWatch,
        PaymentMetrics,
        DuePaymentsRepository,
      ],
    };
  }
}

const providerOf = async (choice: ProviderChoice, clock: Clock): Promise<PaymentProvider> =>
  choice.name === 'stripe'
    ? StripeProvider.open(choice.settings, () => clock.now())
    : new ManualProvider(choice.linkTemplate);
