import { batchSizes, type Pace } from './pace.js';

const sizes = (pace: Pace): number[] => {
  const all = batchSizes(pace);
  return Array.from({ length: 6 }, () => all.next().value);
};

describe('the batches of a replay', () => {
  it.each<[Pace, number[]]>([
    [{ first: 1, growth: 2, most: 10 }, [1, 2, 4, 8, 10, 10]],
    [{ first: 5, growth: 1, most: 10 }, [5, 5, 5, 5, 5, 5]],
    [{ first: 100, growth: 3, most: 20 }, [20, 20, 20, 20, 20, 20]],
    [{ first: 1, growth: 10, most: 1000, ratePerSecond: 50 }, [1, 10, 50, 50, 50, 50]],
    [{ first: 1, growth: 2, most: 100, ratePerSecond: 1 }, [1, 1, 1, 1, 1, 1]],
  ])('of pace %j are %j', (pace, expected) => {
    expect(sizes(pace)).toEqual(expected);
  });
});
