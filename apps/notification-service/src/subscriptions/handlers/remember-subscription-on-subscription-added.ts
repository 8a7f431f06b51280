import { SubscriptionAdded } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import { StockSubscriptionRepository } from '../persistence/stock-subscription.repository.js';

@HandlesEvent(SubscriptionAdded)
export class RememberSubscriptionOnSubscriptionAdded implements EventHandler<SubscriptionAdded> {
  constructor(private readonly subscriptions: StockSubscriptionRepository) {}

  async handle(added: EventBatch<SubscriptionAdded>, tx: Tx): Promise<void> {
    await this.subscriptions.remember(tx, added);
  }
}
