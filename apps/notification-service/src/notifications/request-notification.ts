import type { Channel as ChannelName } from '@app/contracts';
import { type Answer, IdempotentRequests } from '@app/messaging';
import type { Caller } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import { CHANNELS } from '../channels/channels.js';
import type { Channel } from '../channels/domain/channel.js';
import { ChannelUnavailable } from './domain/notification.errors.js';
import type { Intent, Metadata, Notification } from './domain/notification.js';
import { NotificationRepository } from './persistence/notification.repository.js';
import { QueueNotifications } from './queue-notifications.js';

/** What a client wants somebody to be told, in its own words. */
interface NotificationRequest {
  readonly type: ChannelName;
  readonly recipient: string;
  /** One line. */
  readonly subject: string;
  readonly message: string;
  readonly metadata?: Metadata | undefined;
}

/** What makes a request recognisable when it is sent again. */
interface Repeatable {
  readonly key: string;
  readonly fingerprint: string;
}

/** A client has something to tell that no event tells. */
@Injectable()
export class RequestNotification {
  constructor(
    private readonly requests: IdempotentRequests,
    private readonly queue: QueueNotifications,
    private readonly notifications: NotificationRepository,
    @Inject(CHANNELS) private readonly channels: readonly Channel[],
  ) {}

  /**
   * The notification as it was stored; `replayed` if an earlier request with the same key stored it.
   * Rejects with `ChannelUnavailable`, and as `IdempotentRequests` does.
   */
  async execute(
    caller: Caller,
    request: NotificationRequest,
    repeatable?: Repeatable,
  ): Promise<Answer<Notification>> {
    this.assertAvailable(request.type);
    const { id, role } = caller.principal;
    const scope = `POST /notifications ${id ?? role}`;
    return this.requests.run(caller, repeatable && { ...repeatable, scope }, async (tx) => {
      const [stored] = await this.queue.queue(tx, [intentOf(caller, request)]);
      return this.notifications.get(tx, String(stored));
    });
  }

  private assertAvailable(type: ChannelName): void {
    const available = this.channels.map(({ name }) => name);
    if (!available.includes(type)) throw new ChannelUnavailable(type, available);
  }
}

const intentOf = (
  { tenant, correlationid, traceparent, tracestate }: Caller,
  { type, recipient, subject, message, metadata = {} }: NotificationRequest,
): Intent => ({
  kind: 'custom',
  channel: type,
  addressee: { recipient },
  message: { subject, text: message },
  metadata,
  cause: { tenant, correlationid, traceparent, tracestate },
});
