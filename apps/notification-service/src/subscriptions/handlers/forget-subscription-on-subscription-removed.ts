import { SubscriptionRemoved } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import { StockSubscriptionRepository } from '../persistence/stock-subscription.repository.js';

@HandlesEvent(SubscriptionRemoved)
export class ForgetSubscriptionOnSubscriptionRemoved implements EventHandler<SubscriptionRemoved> {
  constructor(private readonly subscriptions: StockSubscriptionRepository) {}

  async handle(removed: EventBatch<SubscriptionRemoved>, tx: Tx): Promise<void> {
    await this.subscriptions.forget(
      tx,
      removed.map(({ data }) => data.subscriptionId),
    );
  }
}
