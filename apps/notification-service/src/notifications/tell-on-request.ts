import { causeOf, type Channel as ChannelName, type DomainEvent } from '@app/contracts';
import type { Tx } from '@app/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { CHANNELS } from '../channels/channels.js';
import type { Channel } from '../channels/domain/channel.js';
import { ChooseWays } from './choose-ways.js';
import type { Way } from './domain/addressee.js';
import { type KnownCustomer, UNKNOWN_CUSTOMER } from './domain/known-customer.js';
import type { Message, Metadata, NotificationKind } from './domain/notification.js';
import { requestedAddressee } from './domain/requested-addressee.js';
import { RequestAddressRepository } from './persistence/request-address.repository.js';
import { QueueNotifications } from './queue-notifications.js';

/** A message of another system, as far as all of them are alike. */
type RequestEvent = DomainEvent<
  string,
  {
    requestId: string;
    orderId?: string | undefined;
    customerId?: string | undefined;
    recipient?: string | undefined;
    channel?: ChannelName | undefined;
    metadata?: Metadata | undefined;
  }
>;

/**
 * Other systems have something to tell: stored once for each request, whoever repeats it. A request that names neither an
 * address nor a channel goes the ways that the customer has, as everything else does.
 */
@Injectable()
export class TellOnRequest {
  constructor(
    private readonly addresses: RequestAddressRepository,
    private readonly ways: ChooseWays,
    private readonly notifications: QueueNotifications,
    @Inject(CHANNELS) private readonly channels: readonly Channel[],
  ) {}

  async tell<Event extends RequestEvent>(
    tx: Tx,
    requests: readonly Event[],
    kind: NotificationKind,
    messageIn: (request: Event, channel: ChannelName) => Message,
  ): Promise<void> {
    const known = await this.addresses.find(
      tx,
      requests.map(({ data }) => data),
    );
    const intents = requests.flatMap((request) => {
      const { requestId, orderId, customerId, metadata } = request.data;
      return this.waysOf(request, known.get(requestId) ?? UNKNOWN_CUSTOMER, kind).map((way) => ({
        ...way,
        kind,
        message: messageIn(request, way.channel),
        metadata: { ...metadata, requestId, ...(orderId && { orderId }), ...(customerId && { customerId }) },
        // The request's own id, since nobody knows whether the ids of messages from elsewhere are unique.
        cause: { ...causeOf(request), causationid: requestId },
      }));
    });
    await this.notifications.dispatch(tx, intents);
  }

  private waysOf({ data }: RequestEvent, customer: KnownCustomer, kind: NotificationKind): readonly Way[] {
    const { recipient, channel } = data;
    if (recipient === undefined && channel === undefined) return this.ways.to(customer, kind);
    const wanted = { channel: channel ?? 'EMAIL', recipient };
    const known = { email: customer.email?.address, phone: customer.phone?.address };
    const available = this.channels.map(({ name }) => name);
    return [{ channel: wanted.channel, addressee: requestedAddressee(wanted, known, available) }];
  }
}
