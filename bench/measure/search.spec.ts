import { search, walk } from './search.mjs';

/** A system that sustains so many orders a second, and what it was asked. */
function system(capacity: number) {
  const asked: number[] = [];
  const isSustained = (perSecond: number) => {
    asked.push(perSecond);
    return perSecond <= capacity;
  };
  return {
    asked,
    isSustained: async (perSecond: number) => isSustained(perSecond),
    run: async (perSecond: number) => (isSustained(perSecond) ? `at ${perSecond}` : undefined),
  };
}

describe('the search for the highest rate', () => {
  it.each([7, 60, 95, 1234])(
    'finds %i orders a second to an eighth, from above or below',
    async (capacity) => {
      for (const start of [60, 500]) {
        const found = await search(system(capacity).isSustained, start);
        expect(found).toBeLessThanOrEqual(capacity);
        expect(capacity / found).toBeLessThanOrEqual(1.15);
      }
    },
  );

  it('gives up when nothing is sustained', async () => {
    await expect(search(system(0).isSustained, 60)).rejects.toThrow('not even');
  });
});

describe('the steps from about the highest rate', () => {
  it('lead up until a rate is not sustained, and to what was found before', async () => {
    expect(await walk(system(111).run, 100)).toEqual({ perSecond: 110, result: 'at 110' });
  });

  it('lead down until a rate is sustained, and no further', async () => {
    const { run, asked } = system(90);
    expect(await walk(run, 100)).toEqual({ perSecond: 86, result: 'at 86' });
    expect(asked).toEqual([100, 93, 86]);
  });

  it('reach far more than a search among cold processes has found, and come to an end', async () => {
    expect((await walk(system(165).run, 100)).perSecond).toBeGreaterThan(157);
    const { run, asked } = system(Infinity);
    await walk(run, 100);
    expect(asked).toHaveLength(13);
  });

  it('end when nothing is sustained', async () => {
    await expect(walk(system(10).run, 100)).rejects.toThrow('not even');
  });
});
