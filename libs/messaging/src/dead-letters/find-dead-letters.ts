import { assertAdmin, type Caller } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { DeadLetters } from './dead-letters.js';
import { DeadLetterNotFound } from './dead-letters.errors.js';
import { LetterGroups } from './letter-groups.js';
import type { Letter } from './letter.js';
import { selects, type Selection } from './selection.js';

/** Looks at dead letters; they stay where they are, and no attempt is counted. */
@Injectable()
export class FindDeadLetters {
  constructor(private readonly deadLetters: DeadLetters) {}

  /** The groups of those that fit, and whether all could be looked at. @throws {AdminOnly} @throws {QueueNotFound} */
  async groups(caller: Caller, selection: Selection): Promise<{ groups: LetterGroups; complete: boolean }> {
    assertAdmin(caller);
    const groups = new LetterGroups();
    const fits = selects(selection);
    const complete = await this.deadLetters.look(this.deadLetters.queues(selection.queue), (letter) => {
      if (fits(letter)) groups.add(letter);
      return 'next';
    });
    return { groups, complete };
  }

  /** The letter of a message, or of the event in it. @throws {AdminOnly} @throws {DeadLetterNotFound} */
  async one(caller: Caller, id: string): Promise<Letter> {
    assertAdmin(caller);
    const fits = selects({ messageIds: [id] });
    let found: Letter | undefined;
    await this.deadLetters.look(this.deadLetters.queues(), (letter) => {
      if (!fits(letter)) return 'next';
      found = letter;
      return 'enough';
    });
    if (!found) throw new DeadLetterNotFound();
    return found;
  }
}
