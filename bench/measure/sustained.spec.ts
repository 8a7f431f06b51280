import { troubles } from './sustained.mjs';

const served = (offered: number, refused = 0) => ({
  offered,
  accepted: Array.from({ length: offered - refused }, (_, number) => String(number)),
  latestMs: 5,
});

/** Looks at a queue of so many messages, one after the other. */
const queue = (...counts: number[]) => counts.map((count, at) => ({ queue: count, atMs: at * 500 }));

describe('a rate', () => {
  const at100 = { perSecond: 100, outcome: served(3000) };

  it('is sustained while what waits stays what it is', () => {
    expect(troubles({ ...at100, samples: queue(30, 10, 40, 20, 35, 25) })).toEqual([]);
  });

  it('is not sustained when a queue grows', () => {
    expect(troubles({ ...at100, samples: queue(0, 10, 20, 30, 40, 50) })).toEqual(['40 more wait: queue']);
  });

  it('is not sustained when more waits than a second brings', () => {
    expect(troubles({ ...at100, samples: queue(150, 150, 150) })).toEqual(['150 wait: queue']);
  });

  it('is not sustained when more than one in a thousand is not accepted', () => {
    const [few, many] = [served(3000, 3), served(3000, 4)];
    expect(troubles({ ...at100, outcome: few, samples: [] })).toEqual([]);
    expect(troubles({ ...at100, outcome: many, samples: [] })).toEqual(['4 of 3000 not accepted']);
  });

  it('is not known when the generator itself was late', () => {
    const outcome = { ...served(3000), latestMs: 1500 };
    expect(troubles({ ...at100, outcome, samples: [] })).toEqual(['the generator itself was 1500 ms late']);
  });
});
