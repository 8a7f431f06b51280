import fc from 'fast-check';
import { Lane, type LaneLimits } from './lane.js';

const LIMITS: LaneLimits = { places: 1, line: 3, patienceMs: 3000 };
const LATE_MS = 101;
const STANDING_MS = 251;
const WAVE_MS = 500;

/** A lane, and what became of each who entered it, in the order in which it became so. */
function laneOf(limits: Partial<LaneLimits> = {}) {
  const lane = new Lane({ ...LIMITS, ...limits });
  const fates: string[] = [];
  const enter = (name: string, isGone = () => false): void =>
    lane.enter({
      admit: () => fates.push(`${name} admitted`),
      refuse: (reason) => fates.push(`${name} ${reason}`),
      isGone,
    });
  return { lane, fates, enter };
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('a lane', () => {
  it('admits as many as there are places, then in the order of arrival', () => {
    const { lane, fates, enter } = laneOf({ places: 2 });
    for (const name of ['a', 'b', 'c', 'd']) enter(name);
    expect(fates).toEqual(['a admitted', 'b admitted']);
    lane.leave();
    lane.leave();
    expect(fates.slice(2)).toEqual(['c admitted', 'd admitted']);
  });

  it('refuses at once who finds its line full', () => {
    const { lane, fates, enter } = laneOf();
    for (const name of ['a', 'b', 'c', 'd']) enter(name);
    expect(lane.isFull()).toBe(true);
    enter('e');
    expect(fates).toEqual(['a admitted', 'e line-full']);
  });

  it('refuses who has waited as long as it may, though no place becomes free', () => {
    const { lane, fates, enter } = laneOf();
    enter('a');
    enter('b');
    jest.advanceTimersByTime(2000);
    enter('c');
    jest.advanceTimersByTime(1000);
    expect(fates).toEqual(['a admitted', 'b waited-too-long']);
    lane.leave();
    expect(fates.at(-1)).toBe('c admitted');
  });

  it('serves a burst whole when nobody follows it, however long its line stands', () => {
    const { lane, fates, enter } = laneOf();
    for (const name of ['a', 'b', 'c', 'd']) enter(name);
    jest.advanceTimersByTime(STANDING_MS);
    for (const _ of ['b', 'c', 'd']) lane.leave();
    expect(fates.toSorted()).toEqual(['a admitted', 'b admitted', 'c admitted', 'd admitted']);
  });

  it('while its line stands, lets each who comes send away those who are late already', () => {
    const { lane, fates, enter } = laneOf();
    for (const name of ['a', 'b', 'c']) enter(name);
    jest.advanceTimersByTime(STANDING_MS);
    enter('d');
    expect(fates.slice(1)).toEqual(['b waited-too-long', 'c waited-too-long']);
    expect(lane.waiting).toBe(1);
  });

  it('while its line stands, serves the newest first', () => {
    const { lane, fates, enter } = laneOf();
    enter('a');
    enter('b');
    jest.advanceTimersByTime(STANDING_MS - 50);
    enter('c');
    jest.advanceTimersByTime(50);
    lane.leave();
    expect(fates.at(-1)).toBe('c admitted');
  });

  it('stands again as soon as its first is late, when it stood a moment ago', () => {
    const { lane, fates, enter } = laneOf();
    enter('a');
    enter('b');
    jest.advanceTimersByTime(STANDING_MS);
    lane.leave();
    expect([lane.waiting, fates.at(-1)]).toEqual([0, 'b admitted']);
    jest.advanceTimersByTime(WAVE_MS - LATE_MS - 1);
    enter('c');
    jest.advanceTimersByTime(LATE_MS);
    enter('d');
    expect(fates.at(-1)).toBe('c waited-too-long');
  });

  it('bears those who are late for a while again, when it stood long ago', () => {
    const { lane, fates, enter } = laneOf();
    enter('a');
    enter('b');
    jest.advanceTimersByTime(STANDING_MS);
    lane.leave();
    jest.advanceTimersByTime(WAVE_MS);
    enter('c');
    jest.advanceTimersByTime(LATE_MS);
    enter('d');
    lane.leave();
    expect(fates.at(-1)).toBe('c admitted');
  });

  it('serves customers who wait for their turn again and again, when their turns come soon enough', () => {
    const { lane, fates, enter } = laneOf();
    for (const name of ['a', 'b', 'c']) enter(name);
    for (let round = 0; round < 100; round++) {
      jest.advanceTimersByTime(33);
      lane.leave();
      enter('again');
    }
    expect(lane.waiting).toBe(2);
    expect(new Set(fates.slice(3))).toEqual(new Set(['again admitted']));
  });

  it('gives no place to who does not wait for the answer any more', () => {
    const { lane, fates, enter } = laneOf();
    enter('a');
    enter('b', () => true);
    enter('c');
    lane.leave();
    expect(fates).toEqual(['a admitted', 'b client-gone', 'c admitted']);
  });

  it('never has more at work or in line than it may, and settles each exactly once, whatever happens', () => {
    const step = fc.oneof(
      fc.constant('enter' as const),
      fc.constant('leave' as const),
      fc.integer({ min: 1, max: 1500 }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { lane, fates, enter } = laneOf({ places: 2 });
        let entered = 0;
        let left = 0;
        const admitted = () => fates.filter((fate) => fate.endsWith('admitted')).length;
        for (const what of steps) {
          if (what === 'enter') enter(String(entered++));
          else if (what !== 'leave') jest.advanceTimersByTime(what);
          else if (admitted() > left) {
            left += 1;
            lane.leave();
          }
          expect(lane.inFlight).toBe(admitted() - left);
          expect(lane.inFlight).toBeLessThanOrEqual(2);
          expect(lane.waiting).toBeLessThanOrEqual(3);
          expect(fates.length + lane.waiting).toBe(entered);
        }
        expect(new Set(fates.map((fate) => fate.split(' ')[0])).size).toBe(fates.length);
      }),
    );
  });
});
