import { Tempo } from './tempo.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** Begins as soon as it may, for `durationMs`, and says when. */
function beginAllTheTime(tempo: Tempo, durationMs: number): number[] {
  const start = Date.now();
  const begun: number[] = [];
  while (Date.now() < start + durationMs) {
    const wait = tempo.waitMs();
    if (wait > 0) {
      jest.advanceTimersByTime(wait);
      continue;
    }
    begun.push(Date.now() - start);
    tempo.begun();
  }
  return begun;
}

describe('Tempo', () => {
  it('lets the first few begin at once, and then one in each interval', () => {
    expect(beginAllTheTime(new Tempo({ everyMs: 20, ahead: 2 }), 70)).toEqual([0, 0, 0, 20, 40, 60]);
  });

  it('never holds up what is wanted less often than that', () => {
    const tempo = new Tempo({ everyMs: 20, ahead: 0 });

    for (let round = 0; round < 100; round++) {
      expect(tempo.waitMs()).toBe(0);
      tempo.begun();
      jest.advanceTimersByTime(20);
    }
  });

  it('lets the first few begin at once again after a rest', () => {
    const tempo = new Tempo({ everyMs: 20, ahead: 2 });
    beginAllTheTime(tempo, 100);
    jest.advanceTimersByTime(60);

    expect(beginAllTheTime(tempo, 20)).toEqual([0, 0, 0]);
  });

  it('waits no longer than an interval, also after the clock was set back', () => {
    const tempo = new Tempo({ everyMs: 20, ahead: 2 });
    beginAllTheTime(tempo, 100);
    jest.setSystemTime(Date.now() - 3_600_000);

    expect(beginAllTheTime(tempo, 60)).toEqual([0, 0, 0, 20, 40]);
  });

  it('begins as seldom after a longer wait than it had asked for', () => {
    const tempo = new Tempo({ everyMs: 20, ahead: 0 });
    tempo.begun();
    jest.advanceTimersByTime(35);

    expect(beginAllTheTime(tempo, 41)).toEqual([0, 20, 40]);
  });

  it('begins more seldom while each takes long, up to a limit, and as often as before when that is over', () => {
    const tempo = new Tempo({ everyMs: 10, seldomMs: 50, ahead: 0 });
    const beginFor = (tookMs: number): number => {
      jest.advanceTimersByTime(1000);
      for (let round = 0; round < 50; round++) {
        const ended = tempo.begun();
        jest.advanceTimersByTime(tookMs);
        ended();
      }
      jest.advanceTimersByTime(1000);
      tempo.begun();
      return Math.round(tempo.waitMs());
    };

    expect([2, 15, 200, 2].map(beginFor)).toEqual([10, 45, 50, 10]);
  });
});
