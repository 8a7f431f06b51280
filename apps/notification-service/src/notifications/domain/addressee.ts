import type { Channel } from '@app/contracts';
import { endOfQuiet } from '../../contacts/domain/quiet-hours.js';
import type { KnownAddress, KnownCustomer } from './known-customer.js';
import type { Addressee, NotificationKind } from './notification.js';

/** Why nobody is told when no address is known. */
export const NO_EMAIL = 'No e-mail address of the customer is known.';
export const NO_ADDRESS = 'No address of the customer is known.';
export const OPTED_OUT = 'The customer does not want to be told.';

/** One way that somebody is told, or the reason why not. */
export interface Way {
  readonly channel: Channel;
  readonly addressee: Addressee;
  /** Not to be sent any sooner. */
  readonly notBefore?: Date;
}

// Whoever is to pay in time is told in time.
const URGENT: ReadonlySet<NotificationKind> = new Set(['payment-requested']);
const DISTURBING: ReadonlySet<Channel> = new Set(['SMS', 'PUSH']);

/**
 * By every channel that the shop has, to every address that is known. There is always something to put down: an address
 * that was given up is skipped with the reason, and so is the whole notification when it is unwanted or reaches nobody.
 */
export function waysTo(
  customer: KnownCustomer,
  kind: NotificationKind,
  available: ReadonlySet<Channel>,
  now: Date,
): readonly Way[] {
  if (customer.optOut.includes(kind)) return [nobody(available, OPTED_OUT)];
  const ways = knownWays(customer).filter(({ channel }) => available.has(channel));
  if (ways.length === 0) return [nobody(available, reasonFor(available))];

  const { quietHours } = customer;
  const notBefore = quietHours && !URGENT.has(kind) ? endOfQuiet(quietHours, now) : undefined;
  return ways.map((way) => (notBefore && DISTURBING.has(way.channel) ? { ...way, notBefore } : way));
}

const nobody = (available: ReadonlySet<Channel>, unreachable: string): Way => ({
  channel: [...available][0] ?? 'EMAIL',
  addressee: { unreachable },
});

const reasonFor = (available: ReadonlySet<Channel>): string =>
  [...available].every((channel) => channel === 'EMAIL') ? NO_EMAIL : NO_ADDRESS;

const knownWays = ({ email, phone, endpoints }: KnownCustomer): Way[] => [
  ...(email ? [{ channel: 'EMAIL' as const, addressee: addresseeAt(email) }] : []),
  ...(phone ? [{ channel: 'SMS' as const, addressee: addresseeAt(phone) }] : []),
  ...endpoints.map((recipient) => ({ channel: 'PUSH' as const, addressee: { recipient } })),
];

const addresseeAt = ({ address, bad }: KnownAddress): Addressee =>
  bad === undefined
    ? { recipient: address }
    : { recipient: address, unreachable: `The address was given up: ${bad}` };
