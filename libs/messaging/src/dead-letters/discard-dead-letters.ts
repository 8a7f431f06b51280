import { assertAdmin, type Caller } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { note } from '../incidents/incidents.js';
import { Transactions } from '../transaction/transactions.js';
import { ActionRuns } from './action-runs.js';
import type { Choice } from './choose-letters.js';
import { DeadLetters, LONG_PATIENCE_MS } from './dead-letters.js';
import type { LetterBox } from './letter-box.js';
import type { OperatorAction } from './operator-actions.js';
import type { Order } from './order.js';
import { incidentsOf, takeLetters } from './take-letters.js';

const BATCH = 500;

/** Throws dead letters away for good. The stream of each stays where it is until somebody lets it go on. */
@Injectable()
export class DiscardDeadLetters {
  constructor(
    private readonly runs: ActionRuns,
    private readonly deadLetters: DeadLetters,
    private readonly transactions: Transactions,
  ) {}

  /** Resolves once it is on record; it goes on in the background. @throws {AdminOnly} @throws {DeadLetterNotFound} */
  execute(caller: Caller, order: Order): Promise<OperatorAction> {
    assertAdmin(caller);
    return this.runs.start(
      caller.tenant,
      'discard',
      order,
      async ({ action, choices, count }, signal, tell) => {
        let discarded = 0;
        for (const choice of choices) {
          while (choice.letters.size > 0 && !signal.aborted) {
            const taken = await this.batch(choice, action, caller.tenant);
            if (taken === 0) return 'gone';
            discarded += taken;
            await tell({ selected: count, discarded });
          }
        }
        return signal.aborted ? 'stopped' : 'done';
      },
    );
  }

  /** In the history of its stream before it is gone, so that a crash in between loses no trace of it. */
  private batch({ inbound, letters }: Choice, action: OperatorAction, tenant: string): Promise<number> {
    const discard = async (box: LetterBox): Promise<number> => {
      const taken = await takeLetters(box, letters, BATCH);
      await note(this.transactions.reader(tenant), incidentsOf('discarded', taken, action));
      await box.acknowledge(taken);
      return taken.length;
    };
    return this.deadLetters.within(inbound, discard, LONG_PATIENCE_MS);
  }
}
