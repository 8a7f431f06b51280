import { OrderNotification } from '@app/contracts';
import { type EventBatch, type EventHandler, HandlesEvent, type Tx } from '@app/messaging';
import { TellOnRequest } from '../tell-on-request.js';

@HandlesEvent(OrderNotification)
export class TellOnOrderNotification implements EventHandler<OrderNotification> {
  constructor(private readonly requests: TellOnRequest) {}

  async handle(requests: EventBatch<OrderNotification>, tx: Tx): Promise<void> {
    await this.requests.tell(tx, requests, 'custom', ({ data: { subject, message } }) => ({
      subject,
      text: message,
    }));
  }
}
