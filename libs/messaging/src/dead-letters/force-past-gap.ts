import { assertAdmin, type Caller } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { note } from '../incidents/incidents.js';
import { Transactions } from '../transaction/transactions.js';
import { DeadLetters } from './dead-letters.js';
import { GapMayClose, NoGap } from './dead-letters.errors.js';
import { FindHopes } from './find-hopes.js';
import { type Gap, gapOf, type Hope, skip } from './gap.js';
import { begin, finish, type OperatorAction } from './operator-actions.js';

/** The stream that shall go on without what is missing. */
export interface StuckStream {
  readonly stream: string;
  readonly subject: string;
  /** Reasons to wait that do not count. */
  readonly evenIf: readonly Hope[];
}

// More would say nothing new; the action says from where to where.
const NOTED = 1_000;

/** Lets a stream go on past events that are missing for good. Their effects are missing, too. */
@Injectable()
export class ForcePastGap {
  constructor(
    private readonly deadLetters: DeadLetters,
    private readonly hopes: FindHopes,
    private readonly transactions: Transactions,
  ) {}

  /** What would be skipped. @throws {AdminOnly} @throws {StreamNotFound} @throws {NoGap} @throws {GapMayClose} */
  async plan(caller: Caller, { stream, subject, evenIf }: StuckStream): Promise<Gap> {
    assertAdmin(caller);
    const inbound = this.deadLetters.queueOf(stream);
    const gap = await gapOf(this.transactions.reader(caller.tenant), { stream, subject });
    if (!gap) throw new NoGap();
    const hopes = await this.hopes.of(caller.tenant, inbound, subject, gap);
    const reasons = hopes.filter((hope) => !evenIf.includes(hope));
    if (reasons.length > 0) throw new GapMayClose(gap.from, gap.to, reasons);
    return { from: gap.from, to: gap.to };
  }

  /** Refuses as `plan` does. The stream moves, the first event that waited comes back, and it is on record: or nothing. */
  async execute(
    caller: Caller,
    stuck: StuckStream,
    { who, why }: { who: string; why: string },
  ): Promise<{ gap: Gap; action: OperatorAction }> {
    const expected = await this.plan(caller, stuck);
    const { stream, subject, evenIf } = stuck;
    const { queue } = this.deadLetters.queueOf(stream);
    const { tenant, correlationid } = caller;
    return this.transactions.run({ tenant, correlationid }, async (tx) => {
      const gap = await skip(tx, stuck, queue);
      // What was missing has come meanwhile.
      if (gap?.from !== expected.from || gap.to !== expected.to) throw new NoGap();
      const { from, to, released } = gap;
      const selection = { stream, subject, from, to, evenIf };
      const action = await begin(tx, { action: 'force', queue, selection, who, why });
      const detail = { action: action.id, who, why };
      const sequences = Array.from({ length: Math.min(NOTED, to - from + 1) }, (_, at) => from + at);
      await note(
        tx,
        sequences.map((sequence) => ({ stream, subject, sequence, kind: 'forced', detail })),
      );
      tx.forward(released);
      const finished = await finish(tx, action.id, { ended: 'done', skipped: to - from + 1 });
      return { gap: expected, action: finished };
    });
  }
}
