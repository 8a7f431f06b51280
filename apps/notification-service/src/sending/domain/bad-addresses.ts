import type { Channel as ChannelName } from '@app/contracts';
import { PermanentRefusal } from '../../channels/domain/channel.js';
import type { Attempt } from './settlement.js';

/** The recipients that attempts have shown to be out of reach for good, with the provider's reason. */
export const badAddressesIn = (channel: ChannelName, attempts: readonly Attempt[]) =>
  attempts.flatMap(({ claimed: { recipient }, failure }) =>
    failure instanceof PermanentRefusal && failure.addressAtFault
      ? [{ channel, recipient, reason: failure.message }]
      : [],
  );
