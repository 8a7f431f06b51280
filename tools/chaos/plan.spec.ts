import { chosenFaults } from './catalogue.mjs';
import { lineOf, plan } from './plan.mjs';
import { shapeOf } from './world.mjs';

const faults = chosenFaults(undefined, true);

function planned(seed: number, count: number) {
  const steps = plan(seed, faults, shapeOf(true));
  return Array.from({ length: count }, () => steps.next().value);
}

describe('the faults of a run', () => {
  it('are the same for the same seed, and others for another', () => {
    const linesOf = (seed: number) => planned(seed, 100).map(lineOf);
    expect(linesOf(7)).toEqual(linesOf(7));
    expect(linesOf(7)).not.toEqual(linesOf(8));
  });

  it('come each once before any comes again', () => {
    const round = planned(3, faults.length).map(({ fault }) => fault.name);
    expect(new Set(round).size).toBe(faults.length);
  });

  it('last as long as they may', () => {
    for (const { fault, lengthMs } of planned(5, 500)) {
      const [shortest, longest] = fault.lengthMs;
      expect(lengthMs).toBeGreaterThanOrEqual(shortest);
      expect(lengthMs).toBeLessThanOrEqual(longest);
    }
  });
});
