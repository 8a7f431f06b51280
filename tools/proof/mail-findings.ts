import type { World } from '@app/testing';
import type { Finding } from './finding.js';

/** An order with every status that it came to, in their order. */
export interface Passage {
  readonly id: string;
  readonly email: string;
  readonly statuses: readonly string[];
}

/** What a customer is told when an order comes to a status. */
const LETTERS: Record<string, string> = {
  CONFIRMED: 'Your order is confirmed',
  SHIPPED: 'Your order is on its way',
  CANCELLED: 'Your order is cancelled',
};
const RECEIVED = 'We have received your order';

/**
 * What is wrong with the mails: each is due as often as its order came to the status, under a Message-ID of its own. So
 * many may have come again under the same.
 */
export function mailFindings(world: World, orders: readonly Passage[], repeatsAllowed: number): Finding[] {
  const copies = world.mailbox.mails.map(({ to, headers }) => `${to} ${headers.get('message-id')}`);
  const repeats = copies.length - new Set(copies).size;
  return [
    ...orders.flatMap((order) => misses(world, order)),
    ...(repeats > repeatsAllowed
      ? [finding('mails came again under the same Message-ID', `${repeats}, and ${repeatsAllowed} may have`)]
      : []),
  ];
}

const finding = (what: string, seen: string): Finding => ({ by: 'mailbox', what, seen });

function misses({ mailbox }: World, { id, email, statuses }: Passage): Finding[] {
  const received = new Map(
    mailbox.to(email).map(({ headers }) => [headers.get('message-id'), headers.get('subject') ?? '']),
  );
  const subjects = [...received.values()];
  const due = [RECEIVED, ...statuses.flatMap((status) => LETTERS[status] ?? [])];
  return [...new Set([RECEIVED, ...Object.values(LETTERS)])].flatMap((letter) => {
    const expected = due.filter((one) => one === letter).length;
    const found = subjects.filter((subject) => subject.replace(` ${id}`, '') === letter).length;
    if (expected === found) return [];
    const what = `"${letter}" came ${found < expected ? 'too seldom' : 'too often'}`;
    return [finding(what, `${found} instead of ${expected} times, for order ${id}`)];
  });
}
