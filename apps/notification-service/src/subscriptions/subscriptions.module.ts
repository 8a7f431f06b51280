import { Module } from '@nestjs/common';
import { QueueModule } from '../notifications/queue.module.js';
import { TemplatesModule } from '../templates/templates.module.js';
import { ForgetSubscriptionOnSubscriptionRemoved } from './handlers/forget-subscription-on-subscription-removed.js';
import { RememberSubscriptionOnSubscriptionAdded } from './handlers/remember-subscription-on-subscription-added.js';
import { StockSubscriptionRepository } from './persistence/stock-subscription.repository.js';
import { TellSubscribers } from './tell-subscribers.js';

/** Customers who wait for a product that has run out. */
@Module({
  imports: [QueueModule, TemplatesModule],
  controllers: [RememberSubscriptionOnSubscriptionAdded, ForgetSubscriptionOnSubscriptionRemoved],
  providers: [StockSubscriptionRepository, TellSubscribers],
  exports: [TellSubscribers],
})
export class SubscriptionsModule {}
