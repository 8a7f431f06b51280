import { Reachability } from './reachability.js';

let now: number;
let provider: Reachability;

beforeEach(() => {
  now = Date.parse('2026-01-02T09:30:00Z');
  provider = new Reachability(
    { baseMs: 1000, maxMs: 8000 },
    () => new Date(now),
    () => 0.999_999,
  );
});

describe('a provider', () => {
  it('is taken to be there at first', () => {
    expect([provider.limit(10), provider.pauseMs(), provider.state()]).toEqual([10, 0, { reachable: true }]);
  });

  it('gets nothing during the pause after it was lost, and one thing at a time after the pause', () => {
    expect(provider.lost('refused')).toBe(true);
    expect([provider.limit(10), provider.pauseMs()]).toEqual([0, 1000]);

    now += 1000;
    expect([provider.limit(10), provider.limit(0), provider.pauseMs()]).toEqual([1, 0, 0]);
  });

  it('is waited for longer each time it is not back, up to the limit', () => {
    const pauses = Array.from({ length: 5 }, () => {
      provider.lost('refused');
      const pause = provider.pauseMs();
      now += pause;
      return pause;
    });

    expect(pauses).toEqual([1000, 2000, 4000, 8000, 8000]);
  });

  it('is lost once, however many attempts under way find it so', () => {
    provider.lost('refused');
    now += 500;

    expect(provider.lost('reset')).toBe(false);
    expect([provider.pauseMs(), provider.state()]).toEqual([
      500,
      { reachable: false, since: '2026-01-02T09:30:00.000Z', reason: 'refused' },
    ]);
  });

  it('tells since when it is lost and how it failed last', () => {
    provider.lost('refused');
    now += 1000;

    expect(provider.lost('reset')).toBe(false);
    expect(provider.state()).toEqual({
      reachable: false,
      since: '2026-01-02T09:30:00.000Z',
      reason: 'reset',
    });
  });

  it('is back with the first answer, and a later loss starts anew', () => {
    provider.lost('refused');
    now += 1000;

    expect([provider.found(), provider.found()]).toEqual([true, false]);
    expect([provider.limit(10), provider.state()]).toEqual([10, { reachable: true }]);
    expect([provider.lost('refused'), provider.pauseMs()]).toEqual([true, 1000]);
  });
});
