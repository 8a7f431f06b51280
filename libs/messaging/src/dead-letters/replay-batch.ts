import { Injectable } from '@nestjs/common';
import { Broker } from '../connection/broker.js';
import { note } from '../incidents/incidents.js';
import { Transactions } from '../transaction/transactions.js';
import type { Choice } from './choose-letters.js';
import { BrokerUnavailable } from './dead-letters.errors.js';
import { DeadLetters, LONG_PATIENCE_MS } from './dead-letters.js';
import type { LetterBox } from './letter-box.js';
import type { Letter } from './letter.js';
import type { OperatorAction } from './operator-actions.js';
import { replayCopy } from './replay-copy.js';
import { incidentsOf, takeLetters } from './take-letters.js';

const PUBLISHED_WITHIN_MS = 30_000;

/** Letters that have gone back to their queue. */
export interface Replayed {
  readonly letters: readonly Letter[];
  /** How many dead letters there were when they had gone. */
  readonly depth: number;
}

/** Sends dead letters back to the queue they come from. */
@Injectable()
export class ReplayBatch {
  constructor(
    private readonly deadLetters: DeadLetters,
    private readonly broker: Broker,
    private readonly transactions: Transactions,
  ) {}

  /**
   * The next `most` letters of a choice, of each subject in their order. A copy is confirmed before its letter is
   * acknowledged, so that a crash repeats it, which the inbox drops, and loses nothing.
   *
   * @throws {BrokerUnavailable} when some copies were not confirmed; their letters are still dead letters
   */
  execute(
    { inbound, letters }: Choice,
    most: number,
    action: OperatorAction,
    tenant: string,
  ): Promise<Replayed> {
    const replay = async (box: LetterBox): Promise<Replayed> => {
      const taken = await takeLetters(box, letters, most);
      const signal = AbortSignal.timeout(PUBLISHED_WITHIN_MS);
      const outcomes = await this.broker.publisher
        .send(taken.map(replayCopy), signal)
        .catch((error: unknown) => {
          throw new BrokerUnavailable(error);
        });
      const confirmed = taken.filter((_, at) => outcomes[at] === 'confirmed');
      await note(this.transactions.reader(tenant), incidentsOf('replayed', confirmed, action));
      await box.acknowledge(confirmed);
      if (confirmed.length < taken.length) throw new BrokerUnavailable(new Error('not all were confirmed'));
      return { letters: confirmed, depth: box.depth - confirmed.length };
    };
    return this.deadLetters.within(inbound, replay, LONG_PATIENCE_MS);
  }
}
