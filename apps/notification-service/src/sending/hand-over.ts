import type { Channel as ChannelName } from '@app/contracts';
import type { Tx } from '@app/messaging';
import { newId } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { NewNotification } from '../notifications/domain/notification.js';
import type { Claimed } from './domain/settlement.js';
import type { Leases } from './domain/leases.js';
import { SENDER_SETTINGS, type SenderSettings } from './sender-settings.js';
import type { SenderLoop } from './sender-loop.js';
import { SENDER_LOOPS } from './senders.js';

/** Leases of notifications that are about to be stored. */
export interface Births extends Leases {
  /** Call it with the ids of all that were stored: what is not among them has been there before, and is not sent. */
  stored(ids: readonly string[]): void;
}

/**
 * Leases at birth: what is to be sent at once, and has a place with a sender of this process, belongs to that from the
 * start, and is handed to it when the commit is certain. Nobody has to look for it. What a process leaves that dies in
 * between comes back by its lease, like everything that it was about to send.
 */
@Injectable()
export class HandOver {
  private readonly loops: ReadonlyMap<ChannelName, SenderLoop>;

  constructor(
    @Inject(SENDER_LOOPS) loops: readonly SenderLoop[],
    @Inject(SENDER_SETTINGS) private readonly settings: SenderSettings,
  ) {
    this.loops = new Map(loops.map((loop) => [loop.channel, loop]));
  }

  /** Finds places for what the transaction is about to store. They are free again after it, whatever becomes of it. */
  lease(tx: Tx, notifications: readonly NewNotification[]): Births {
    const { leaseMs } = this.settings;
    const lease = newId();
    const born = new Map<string, Claimed>();
    let stored: ReadonlySet<string> = new Set();
    for (const [channel, loop] of this.loops) {
      const due = notifications.filter(isDue).filter((one) => one.channel === channel);
      const places = due.slice(0, loop.reserve(due.length)).map((one) => claimedAtBirth(one, lease));
      if (places.length === 0) continue;
      for (const claimed of places) born.set(claimed.id, claimed);
      const reservedAt = performance.now();
      // A transaction that took long has used up much of the lease. Until that ends nobody sends it, and then anybody may.
      const isLate = () => performance.now() - reservedAt > leaseMs / 3;
      tx.afterCommit(() => {
        // crash point send-born: letters are committed that belong to a sender, and it does not have them
        const mine = isLate() ? [] : places.filter(({ id }) => stored.has(id));
        loop.giveBack(places.length - mine.length);
        loop.offer(mine);
      });
      tx.ifUndone(() => loop.giveBack(places.length));
    }
    return { born, ms: leaseMs, stored: (ids) => (stored = new Set(ids)) };
  }
}

type Due = NewNotification & { readonly recipient: string };

const isDue = (one: NewNotification): one is Due =>
  one.status === 'PENDING' && one.notBefore === null && one.recipient !== null;

const claimedAtBirth = ({ id, kind, recipient, message, cause }: Due, lease: string): Claimed => ({
  id,
  kind,
  recipient,
  subject: message.subject,
  message: message.text,
  letter: message.letter ?? null,
  lease,
  attempts: 0,
  traceparent: cause.traceparent ?? null,
});
