import { assertAdmin, type Caller } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { ChooseLetters } from './choose-letters.js';
import type { Letter } from './letter.js';
import { batchSizes, type Pace } from './pace.js';
import type { Selection } from './selection.js';

const LETTERS_SHOWN = 100;
const BATCHES_SHOWN = 20;

/** What would be moved, without moving it. */
export interface MovePlan {
  readonly selected: number;
  readonly complete: boolean;
  readonly queues: readonly { readonly queue: string; readonly count: number }[];
  /** Sizes of the first batches. */
  readonly batches: readonly number[];
  /** A hundred of them at most, without their bodies. */
  readonly letters: readonly Omit<Letter, 'message'>[];
}

/** Tells what an order would do. */
@Injectable()
export class PlanMove {
  constructor(private readonly choose: ChooseLetters) {}

  /** @throws {AdminOnly} @throws {DeadLetterNotFound} */
  async execute(caller: Caller, selection: Selection, pace?: Pace): Promise<MovePlan> {
    assertAdmin(caller);
    const letters: Omit<Letter, 'message'>[] = [];
    const { choices, count, complete } = await this.choose.choose(selection, ({ message: _, ...letter }) => {
      if (letters.length < LETTERS_SHOWN) letters.push(letter);
    });
    return {
      selected: count,
      complete,
      queues: choices.map(({ inbound, letters: { size } }) => ({ queue: inbound.queue, count: size })),
      batches: pace ? firstBatches(pace, count) : [],
      letters: letters.sort(bySubject),
    };
  }
}

function firstBatches(pace: Pace, count: number): number[] {
  const batches: number[] = [];
  let left = count;
  for (const size of batchSizes(pace)) {
    if (left <= 0 || batches.length === BATCHES_SHOWN) break;
    batches.push(Math.min(size, left));
    left -= size;
  }
  return batches;
}

function bySubject({ event: one }: Pick<Letter, 'event'>, { event: other }: Pick<Letter, 'event'>): number {
  if (one && other && one.subject === other.subject) return one.sequence - other.sequence;
  return subjectOf(one) < subjectOf(other) ? -1 : 1;
}

const subjectOf = (event: Letter['event']): string => event?.subject ?? '';
