import fc from 'fast-check';
import { ChosenLetters } from './chosen-letters.js';
import type { Letter } from './letter.js';

const letter = (id: string, subject?: string, sequence = 1): Letter =>
  ({ id, ...(subject !== undefined && { event: { subject, sequence } }) }) as Letter;

const chosen = (...letters: readonly Letter[]): ChosenLetters => {
  const all = new ChosenLetters();
  for (const one of letters) all.add(one);
  return all;
};

describe('the letters of an action', () => {
  it('go in the order of their subject, each once, however often and in whatever order they are met', () => {
    const letters = fc.uniqueArray(
      fc.record({ subject: fc.constantFrom('a', 'b', 'c'), sequence: fc.integer({ min: 1, max: 9 }) }),
      { selector: ({ subject, sequence }) => subject + sequence, minLength: 1 },
    );
    fc.assert(
      fc.property(letters, fc.infiniteStream(fc.nat()), (events, choices) => {
        const queue = events.map(({ subject, sequence }) => letter(subject + sequence, subject, sequence));
        const left = chosen(...queue);
        const taken: Letter[] = [];
        while (left.size > 0) {
          // Whatever the broker shows next, but every letter in the end.
          const turn = (choices.next().value ?? 0) % queue.length;
          for (const one of [...queue.slice(turn), ...queue.slice(0, turn)])
            if (left.take(one)) taken.push(one);
        }
        expect(new Set(taken).size).toBe(queue.length);
        for (const subject of ['a', 'b', 'c']) {
          const sequences = taken
            .filter(({ event }) => event?.subject === subject)
            .map(({ event }) => event?.sequence ?? 0);
          expect(sequences).toEqual(sequences.toSorted((one, other) => one - other));
        }
      }),
    );
  });

  it('are none that have come since', () => {
    const all = chosen(letter('old', 'a', 2));
    expect(all.take(letter('new', 'a', 1))).toBe(false);
    expect(all.take(letter('old', 'a', 2))).toBe(true);
    expect(all.take(letter('old', 'a', 2))).toBe(false);
  });

  it('go in any order when nobody can read of what they are', () => {
    const all = chosen(letter('one'), letter('two'), letter('two'));
    expect(['two', 'one', 'two', 'two'].map((id) => all.take(letter(id)))).toEqual([true, true, true, false]);
    expect(all.size).toBe(0);
  });
});
