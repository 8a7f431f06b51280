import { systemClock } from '@app/platform';
import type { Logger } from 'pino';
import { Confirmed, type Held } from './confirmed.js';
import type { Outbox } from './outbox.js';

let removed: [tenant: string, ids: readonly string[]][];
let forgotten: string[];
let fails: boolean;
let confirmed: Confirmed;

const held = (id: string, tenant = 'shop'): Held => ({ tenant, row: { id } as Held['row'] });

beforeEach(() => {
  jest.useFakeTimers();
  removed = [];
  forgotten = [];
  fails = false;
  const outbox = {
    remove: (tenant: string, ids: readonly string[]) => {
      removed.push([tenant, ids]);
      return fails ? Promise.reject(new Error('away')) : Promise.resolve();
    },
  } as unknown as Outbox;
  const logger = { warn: () => undefined } as unknown as Logger;
  const tell = (rows: readonly Held[]): void => void forgotten.push(...rows.map(({ row }) => row.id));
  confirmed = new Confirmed(outbox, systemClock, tell, logger);
});
afterEach(() => jest.useRealTimers());

/** Confirms one row each millisecond, removing whatever is due. */
async function confirmFor(ms: number): Promise<void> {
  for (let at = 0; at < ms; at++) {
    confirmed.add([held(`row ${at}`)]);
    confirmed.removeDue();
    await jest.advanceTimersByTimeAsync(1);
  }
}

describe('rows that the broker has confirmed', () => {
  it('are removed at once when they are few', async () => {
    confirmed.add([held('a')]);
    confirmed.removeDue();
    await jest.advanceTimersByTimeAsync(0);

    expect(removed).toEqual([['shop', ['a']]]);
    expect(forgotten).toEqual(['a']);
    expect(confirmed.dueInMs()).toBe(Infinity);
  });

  it('are removed many together, four times a second, when there are always more', async () => {
    await confirmFor(3_000);

    // Twelve in three seconds, and the few that went ahead.
    expect(removed.length).toBeLessThanOrEqual(16);
    await confirmed.removeAll();
    expect(removed.flatMap(([, ids]) => ids)).toHaveLength(3_000);
    expect(forgotten).toHaveLength(3_000);
  });

  it('are removed from the outbox of their tenant', async () => {
    confirmed.add([held('a', 'one'), held('b', 'two'), held('c', 'one')]);
    await confirmed.removeAll();

    expect(removed).toEqual([
      ['one', ['a', 'c']],
      ['two', ['b']],
    ]);
  });

  it('are forgotten also when they could not be removed', async () => {
    fails = true;
    confirmed.add([held('a')]);

    await expect(confirmed.removeAll()).resolves.toBeUndefined();
    expect(forgotten).toEqual(['a']);
  });
});
