import { assertAdmin, type Caller } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { ActionRuns, type Ending } from './action-runs.js';
import type { Choice } from './choose-letters.js';
import type { OperatorAction } from './operator-actions.js';
import { batchSizes, type Pace } from './pace.js';
import { ReplayBatch } from './replay-batch.js';
import type { Order } from './order.js';
import { Settlements } from './settlements.js';

/** What came of a replay, so far. */
interface ReplayOutcome {
  readonly selected: number;
  batches: number;
  replayed: number;
  handled: number;
  parked: number;
  returned: number;
  unsettled: number;
  readonly codes: string[];
}

/**
 * Sends dead letters back to the queue in which they failed, in batches that grow, of each subject in order. Each batch
 * has to be settled before the next goes; when one of its letters comes back the rest stays where it is.
 */
@Injectable()
export class ReplayDeadLetters {
  constructor(
    private readonly runs: ActionRuns,
    private readonly batch: ReplayBatch,
    private readonly settlements: Settlements,
  ) {}

  /** Resolves once it is on record; it goes on in the background. @throws {AdminOnly} @throws {DeadLetterNotFound} */
  execute(caller: Caller, order: Order, pace: Pace): Promise<OperatorAction> {
    assertAdmin(caller);
    return this.runs.start(
      caller.tenant,
      'replay',
      order,
      async ({ action, choices, count }, signal, tell) => {
        const { tenant } = caller;
        const outcome: ReplayOutcome = { ...NOTHING, selected: count, codes: [] };
        const sizes = batchSizes(pace);
        for (const choice of choices) {
          while (choice.letters.size > 0 && !signal.aborted) {
            const size = sizes.next().value;
            const began = Date.now();
            const isOver = await this.one({ choice, size, action, tenant }, outcome, signal);
            await tell(outcome);
            if (isOver) return isOver;
            await atPace(pace, size, began, signal);
          }
        }
        return signal.aborted ? 'stopped' : 'done';
      },
    );
  }

  /** A batch: what keeps from sending another, if anything does. */
  private async one(
    {
      choice,
      size,
      action,
      tenant,
    }: { choice: Choice; size: number; action: OperatorAction; tenant: string },
    outcome: ReplayOutcome,
    signal: AbortSignal,
  ): Promise<Ending | undefined> {
    const replayed = await this.batch.execute(choice, size, action, tenant);
    if (replayed.letters.length === 0) return 'gone';
    outcome.batches += 1;
    outcome.replayed += replayed.letters.length;
    const { codes, ...counts } = await this.settlements.of(choice.inbound, replayed, tenant, signal);
    for (const fate of ['handled', 'parked', 'returned', 'unsettled'] as const) outcome[fate] += counts[fate];
    outcome.codes.push(...[...codes].filter((code) => !outcome.codes.includes(code)));
    if (counts.returned > 0) return 'returned';
    return counts.unsettled > 0 && !signal.aborted ? 'unsettled' : undefined;
  }
}

const NOTHING = { batches: 0, replayed: 0, handled: 0, parked: 0, returned: 0, unsettled: 0 };

/** Waits until the next batch may go without more letters a second than allowed. */
async function atPace(
  { ratePerSecond }: Pace,
  sent: number,
  began: number,
  signal: AbortSignal,
): Promise<void> {
  if (ratePerSecond === undefined) return;
  const rest = (sent / ratePerSecond) * 1000 - (Date.now() - began);
  if (rest > 0) await sleep(rest, undefined, { signal }).catch(() => undefined);
}
