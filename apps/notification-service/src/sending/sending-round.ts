import type { Channel as ChannelName } from '@app/contracts';
import { Transactions } from '@app/messaging';
import { DEFAULT_TENANT, LOGGER, type Logger, newId } from '@app/platform';
import { Inject, Injectable } from '@nestjs/common';
import { outcomeEvent } from './domain/outcome-event.js';
import { type Attempt, type Claimed, settle, type Settlement } from './domain/settlement.js';
import { OutgoingRepository, type Settled } from './persistence/outgoing.repository.js';
import { SENDER_SETTINGS, type SenderSettings } from './sender-settings.js';

/** What a sender brings to a round. */
interface RoundRequest {
  readonly channel: ChannelName;
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
  readonly claimed: readonly Claimed[];
}

/** One step of a sender: the only time it needs the database, and never while something is being sent. */
@Injectable()
export class SendingRound {
  constructor(
    private readonly transactions: Transactions,
    private readonly outgoing: OutgoingRepository,
    @Inject(SENDER_SETTINGS) private readonly settings: SenderSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** In one transaction: notes down how attempts went, announces what became final, renews claims, and takes new ones. */
  async run({ channel, attempts, renewals, room }: RoundRequest): Promise<RoundResult> {
    const { retry, leaseMs } = this.settings;
    const settlements = attempts.map((attempt) => settle(attempt, retry, Math.random));
    const claim = { channel, limit: room, lease: newId(), leaseMs };

    const { settled, claimed } = await this.transactions.run(ownCause(), async (tx) => {
      const outcomes = settlements.length > 0 ? await this.outgoing.settle(tx, settlements) : [];
      tx.publish(...outcomes.flatMap((outcome) => announcement(outcome, tx.tenant)));
      if (renewals.length > 0) await this.outgoing.renew(tx, renewals, leaseMs);
      return { settled: outcomes, claimed: room > 0 ? await this.outgoing.claim(tx, claim) : [] };
    });

    const lost = settlements.length - settled.length;
    if (lost > 0) this.logger.warn({ channel, lost }, 'leases ended before the outcome was noted down');
    return { settlements, claimed };
  }
}

const ownCause = () => ({ tenant: DEFAULT_TENANT, correlationid: newId() });

const announcement = ({ status, cause, ...settled }: Settled, tenant: string) =>
  status === 'PENDING' ? [] : [outcomeEvent({ ...settled, status }, { ...cause, tenant })];
