import type { Channel as ChannelName } from '@app/contracts';
import { Clock } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import { CHANNELS } from '../channels/channels.js';
import type { Channel } from '../channels/domain/channel.js';
import { type Way, waysTo } from './domain/addressee.js';
import type { KnownCustomer } from './domain/known-customer.js';
import type { NotificationKind } from './domain/notification.js';

/** Decides by which of the shop's channels a customer is told something, and when at the earliest. */
@Injectable()
export class ChooseWays {
  private readonly available: ReadonlySet<ChannelName>;

  constructor(
    @Inject(CHANNELS) channels: readonly Channel[],
    private readonly clock: Clock,
  ) {
    this.available = new Set(channels.map(({ name }) => name));
  }

  /** At least one; see `waysTo`. */
  to(customer: KnownCustomer, kind: NotificationKind): readonly Way[] {
    return waysTo(customer, kind, this.available, this.clock.now());
  }
}
