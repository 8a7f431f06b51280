import type { Channel } from '@app/contracts';
import { NO_EMAIL } from './addressee.js';
import type { Addressee } from './notification.js';

/** Where a customer can be reached, as far as we know. */
export interface KnownAddresses {
  readonly email?: string;
  readonly phone?: string;
}

const UNKNOWN: Readonly<Record<Channel, string>> = {
  EMAIL: NO_EMAIL,
  SMS: 'No telephone number of the customer is known.',
  PUSH: 'A request for a push message must name its recipient.',
};

/** Whom a request of another system is for: whom it names, or else the customer as we know them. */
export function requestedAddressee(
  { channel, recipient }: { readonly channel: Channel; readonly recipient?: string | undefined },
  known: KnownAddresses | undefined,
  available: readonly Channel[],
): Addressee {
  // Nothing would ever come to fetch it.
  if (!available.includes(channel)) return { unreachable: `${channel} cannot be sent here.` };
  const address = recipient ?? { EMAIL: known?.email, SMS: known?.phone, PUSH: undefined }[channel];
  return address === undefined ? { unreachable: UNKNOWN[channel] } : { recipient: address };
}
