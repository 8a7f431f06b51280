import fc from 'fast-check';
import { admit, byType, runsIn } from './admission.js';

interface Placed {
  subject: string;
  sequence: number;
}

const at = (subject: string, sequence: number): Placed => ({ subject, sequence });

describe('admit', () => {
  it('takes the next event of a stream and everything that follows without a hole, a round each', () => {
    const { rounds, early, advanced } = admit([at('a', 2), at('a', 1), at('a', 4)], new Map());

    expect(rounds).toEqual([[at('a', 1)], [at('a', 2)]]);
    expect(early).toEqual([at('a', 4)]);
    expect(advanced).toEqual(new Map([['a', 2]]));
  });

  it('drops what is at or before the position, and the second copy within a batch', () => {
    const { rounds, repeated } = admit([at('a', 3), at('a', 4), at('a', 4)], new Map([['a', 3]]));

    expect(rounds).toEqual([[at('a', 4)]]);
    expect(repeated).toEqual([at('a', 3), at('a', 4)]);
  });

  it('keeps an early event only once when it was delivered twice', () => {
    const { early, repeated } = admit([at('a', 5), at('a', 5)], new Map());

    expect(early).toEqual([at('a', 5)]);
    expect(repeated).toEqual([at('a', 5)]);
  });

  it('serves different subjects in the order in which they came', () => {
    const { rounds } = admit([at('b', 1), at('a', 1), at('c', 1)], new Map());

    expect(rounds).toEqual([[at('b', 1), at('a', 1), at('c', 1)]]);
  });
});

describe('runsIn', () => {
  it("begins with a subject's earliest event and goes as far as there is no hole", () => {
    expect(runsIn([at('a', 3), at('b', 1), at('a', 2), at('a', 5), at('a', 2)])).toEqual([
      { subject: 'a', before: 1, after: 3 },
      { subject: 'b', before: 0, after: 1 },
    ]);
  });

  it('ends where the stream is when it has come to where the run begins', () => {
    const sequences = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });
    fc.assert(
      fc.property(sequences, (all) => {
        const events = all.map((place) => at('a', place));
        const [run] = runsIn(events);
        expect(admit(events, new Map([['a', run!.before]])).advanced).toEqual(new Map([['a', run!.after]]));
      }),
    );
  });
});

describe('byType', () => {
  it('makes one batch of each contract', () => {
    const round = [{ type: 'x' }, { type: 'y' }, { type: 'x' }];

    expect([...byType(round)]).toEqual([
      ['x', [round[0], round[2]]],
      ['y', [round[1]]],
    ]);
  });
});

describe('the sequencer, whatever the broker does', () => {
  const lengths = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 1, max: 8 }), {
    minKeys: 1,
  });
  const deliveries = lengths.chain((lengthOf) => {
    const events = Object.entries(lengthOf).flatMap(([subject, length]) =>
      Array.from({ length }, (_, index) => at(subject, index + 1)),
    );
    const repeats = fc.array(fc.constantFrom(...events), { maxLength: 10 });
    return repeats.chain((again) =>
      fc.record({
        events: fc.constant(events),
        shuffled: fc.shuffledSubarray([...events, ...again], {
          minLength: events.length + again.length,
          maxLength: events.length + again.length,
        }),
        batch: fc.integer({ min: 1, max: 12 }),
      }),
    );
  });

  it('handles every event once and each stream in order, for any shuffle with any repeats in any batches', () => {
    fc.assert(
      fc.property(deliveries, ({ events, shuffled, batch }) => {
        const handled = deliver(shuffled, batch);

        for (const subject of new Set(events.map((event) => event.subject))) {
          const sequences = handled
            .filter((event) => event.subject === subject)
            .map((event) => event.sequence);
          const expected = events.filter((event) => event.subject === subject).map((event) => event.sequence);
          expect(sequences).toEqual(expected);
        }
        expect(handled).toHaveLength(events.length);
      }),
      { numRuns: 500 },
    );
  });
});

/** The consumer in memory: parks what is early and hands it in again once its predecessor has been handled. */
function deliver(deliveries: readonly Placed[], size: number): Placed[] {
  const positions = new Map<string, number>();
  const parked: Placed[] = [];
  const handled: Placed[] = [];
  const queue = [...deliveries];
  while (queue.length > 0) {
    const { rounds, early, advanced } = admit(queue.splice(0, size), positions);
    for (const round of rounds) {
      expect(new Set(round.map(({ subject }) => subject)).size).toBe(round.length);
      handled.push(...round);
    }
    parked.push(...early);
    for (const [subject, position] of advanced) {
      positions.set(subject, position);
      const next = parked.findIndex((event) => event.subject === subject && event.sequence === position + 1);
      if (next >= 0) queue.push(...parked.splice(next, 1));
    }
  }
  return handled;
}
