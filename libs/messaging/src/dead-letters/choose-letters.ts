import { Injectable } from '@nestjs/common';
import type { Inbound } from '../topology/topology.js';
import { ChosenLetters } from './chosen-letters.js';
import { DeadLetterNotFound } from './dead-letters.errors.js';
import { DeadLetters } from './dead-letters.js';
import type { Letter } from './letter.js';
import { selects, type Selection } from './selection.js';

/** The letters of one queue that are to be moved. */
export interface Choice {
  readonly inbound: Inbound;
  readonly letters: ChosenLetters;
}

/** What is chosen, queue by queue. */
export interface Choices {
  readonly choices: readonly Choice[];
  readonly count: number;
  /** Whether all letters could be looked at. */
  readonly complete: boolean;
}

/** Finds out which letters a selection means at this moment. */
@Injectable()
export class ChooseLetters {
  constructor(private readonly deadLetters: DeadLetters) {}

  /** Shows each to `seen`, which must not keep them all. @throws {DeadLetterNotFound} if there is none */
  async choose(selection: Selection, seen: (letter: Letter) => void = () => undefined): Promise<Choices> {
    const fits = selects(selection);
    const choices: Choice[] = [];
    let complete = true;
    for (const inbound of this.deadLetters.queues(selection.queue)) {
      const letters = new ChosenLetters();
      const seenAll = await this.deadLetters.look([inbound], (letter) => {
        if (!fits(letter)) return 'next';
        letters.add(letter);
        seen(letter);
        return 'next';
      });
      complete &&= seenAll;
      if (letters.size > 0) choices.push({ inbound, letters });
    }
    const count = choices.reduce((sum, { letters }) => sum + letters.size, 0);
    if (count === 0) throw new DeadLetterNotFound();
    return { choices, count, complete };
  }
}
