import { outcomesOnRecord } from './outcomes.mjs';
import { TRIALS, trialsOf } from './trials.mjs';

describe('what is tried', () => {
  it('is each bug of both catalogues, once, and each day without one', () => {
    const ids = TRIALS.map(({ id }) => id);

    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(
      expect.arrayContaining(['simulation: no-dedupe', 'day: not-mandatory', 'control: nothing']),
    );
  });

  it('is of a name whatever bears it, with the day without it', () => {
    expect(trialsOf(['ack-before-commit', 'no-dedupe']).map(({ id }) => id)).toEqual([
      'simulation: ack-before-commit',
      'simulation: no-dedupe',
      'day: ack-before-commit',
      'control: inventory-service is killed at transaction-before-commit',
    ]);
  });

  it('is known by another fingerprint each', () => {
    expect(new Set(TRIALS.map(({ fingerprint }) => fingerprint)).size).toBe(TRIALS.length);
  });
});

describe('the outcomes on record', () => {
  it('are of nothing else', () => {
    const ids = new Set(TRIALS.map(({ id }) => id));

    expect(Object.keys(outcomesOnRecord()).filter((id) => !ids.has(id))).toEqual([]);
  });
});
