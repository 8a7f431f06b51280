import type { Channel as ChannelName } from '@app/contracts';
import { Transactions } from '@app/messaging';
import { DEFAULT_TENANT, LOGGER, type Logger, newId } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import { BadAddressRepository } from '../contacts/persistence/bad-address.repository.js';
import { badAddressesIn } from './domain/bad-addresses.js';
import { outcomeEvent } from './domain/outcome-event.js';
import { type Attempt, type Claimed, settle, type Settlement } from './domain/settlement.js';
import { OutgoingRepository, type Settled } from './persistence/outgoing.repository.js';
import { SENDER_SETTINGS, type SenderSettings } from './sender-settings.js';

/** What a sender brings to a round. */
interface RoundRequest {
  readonly channel: ChannelName;
  /** Whether what one provider does not answer another may be asked to send. */
  readonly hasFallback: boolean;
  /** Attempts that are over. */
  readonly attempts: readonly Attempt[];
  /** Claims that take so long that they must be renewed. */
  readonly renewals: readonly Claimed[];
  /** How much more can be under way. */
  readonly room: number;
}

/** What a round came to. */
interface RoundResult {
  readonly settlements: readonly Settlement[];
  /** Of the settlements, how many came after the lease: somebody else sends those again, or has done so. */
  readonly late: number;
  readonly claimed: readonly Claimed[];
  /** Of the settlements, by notification, which chain it belongs to; not of those that came late. */
  readonly correlationIds: ReadonlyMap<string, string>;
}

/** One step of a sender: the only time it needs the database, and never while something is being sent. */
@Injectable()
export class SendingRound {
  constructor(
    private readonly transactions: Transactions,
    private readonly outgoing: OutgoingRepository,
    private readonly badAddresses: BadAddressRepository,
    @Inject(SENDER_SETTINGS) private readonly settings: SenderSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** In one transaction: notes down how attempts went, announces what became final, renews claims, and takes new ones. */
  async run({ channel, hasFallback, attempts, renewals, room }: RoundRequest): Promise<RoundResult> {
    const { retry, leaseMs } = this.settings;
    const policy = { ...retry, holdUnknownMs: hasFallback ? leaseMs : 0 };
    const settlements = attempts.map((attempt) => settle(attempt, policy, Math.random));
    const claim = { channel, limit: room, lease: newId(), leaseMs };

    const { settled, claimed } = await this.transactions.run(ownCause(), async (tx) => {
      const outcomes = settlements.length > 0 ? await this.outgoing.settle(tx, settlements) : [];
      await this.badAddresses.mark(tx, badAddressesIn(channel, attempts));
      tx.publish(...outcomes.flatMap((outcome) => announcement(outcome, tx.tenant)));
      if (renewals.length > 0) await this.outgoing.renew(tx, renewals, leaseMs);
      return { settled: outcomes, claimed: room > 0 ? await this.outgoing.claim(tx, claim) : [] };
    });

    const late = settlements.length - settled.length;
    if (late > 0) this.logger.warn({ channel, lost: late }, 'leases ended before the outcome was noted down');
    const correlationIds = new Map(settled.map(({ id, cause }) => [id, cause.correlationid]));
    return { settlements, late, claimed, correlationIds };
  }
}

const ownCause = () => ({ tenant: DEFAULT_TENANT, correlationid: newId() });

function announcement({ status, cause, ...settled }: Settled, tenant: string) {
  // crash point send-outcome-stored: what became of a mail is stored, and not announced
  return status === 'PENDING' ? [] : [outcomeEvent({ ...settled, status }, { ...cause, tenant })];
}
