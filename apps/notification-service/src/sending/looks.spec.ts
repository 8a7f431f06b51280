import { Looks } from './looks.js';

const EVERY_MS = 1000;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const after = (ms: number) => jest.advanceTimersByTime(ms);

/** Looks that have found `found` of ten at the last one, just now. */
function looksAfter(found: number): Looks {
  const looks = new Looks(EVERY_MS);
  looks.begin(10)(found);
  return looks;
}

describe('Looks', () => {
  it('are wanted from the start, and nothing is known before the first', () => {
    const looks = new Looks(EVERY_MS);

    expect(looks.areWanted).toBe(true);
    expect(looks.areUpToDate).toBe(false);
  });

  it('rest once nothing is left, until it is time again or somebody tells of something', () => {
    const looks = looksAfter(9);
    expect(looks.areWanted).toBe(false);
    expect(looks.nextInMs()).toBe(EVERY_MS);

    looks.want();
    expect(looks.areWanted).toBe(true);

    looks.begin(10)(0);
    after(EVERY_MS - 1);
    expect(looks.areWanted).toBe(false);
    after(1);
    expect(looks.areWanted).toBe(true);
  });

  it('are not up to date while there was more than could be taken', () => {
    const looks = looksAfter(10);
    expect(looks.areWanted).toBe(true);
    expect(looks.areUpToDate).toBe(false);

    looks.begin(10)(3);
    expect(looks.areUpToDate).toBe(true);
  });

  it('are not up to date when one has been missed', () => {
    const looks = looksAfter(0);

    after(2 * EVERY_MS - 1);
    expect(looks.areUpToDate).toBe(true);
    after(1);
    expect(looks.areUpToDate).toBe(false);
  });

  it('are wanted again for what is told of while one goes on', () => {
    const looks = new Looks(EVERY_MS);
    const looked = looks.begin(10);
    looks.want();
    looked(0);

    expect(looks.areWanted).toBe(true);
  });
});
