import { systemClock, Tempo } from '@app/platform';
import type { Channel, ConsumeMessage } from 'amqplib';
import { Arrivals } from './arrivals.js';
import { Delivery } from './delivery.js';

const MEBIBYTE = 1_048_576;
const channel = {} as Channel;
const delivery = (bytes: number): Delivery =>
  new Delivery({ content: { length: bytes } } as unknown as ConsumeMessage, channel);

let arrivals: Arrivals;

beforeEach(() => {
  jest.useFakeTimers();
  arrivals = new Arrivals(new Tempo({ everyMs: 50, ahead: 1 }), systemClock);
});
afterEach(() => jest.useRealTimers());

/** The length of what `take` gives, once it gives anything. */
function taken(limit: number): number[] {
  const lengths: number[] = [];
  void arrivals.take(limit).then((batch) => lengths.push(batch.length));
  return lengths;
}

/** Takes as many as may be taken before they are due. */
async function goAhead(): Promise<void> {
  for (let batch = 0; batch < 2; batch++) {
    arrivals.add(delivery(1));
    await arrivals.take(1);
  }
}

describe('deliveries that wait', () => {
  it('are taken as they have come, so many at a time', async () => {
    const all = [1, 2, 3].map(delivery);
    for (const one of all) arrivals.add(one);
    expect(await arrivals.take(2)).toEqual(all.slice(0, 2));
    expect(await arrivals.take(2)).toEqual(all.slice(2));
  });

  it('make a batch of at most eight mebibytes, or of one', async () => {
    for (const size of [MEBIBYTE, MEBIBYTE, 9 * MEBIBYTE, ...Array<number>(9).fill(MEBIBYTE)])
      arrivals.add(delivery(size));
    const lengths = [];
    for (let batch = 0; batch < 4; batch++) {
      lengths.push((await arrivals.take(100)).length);
      await jest.advanceTimersByTimeAsync(50);
    }
    expect(lengths).toEqual([2, 1, 8, 1]);
  });

  it('are taken one by one, at once, while they are few', async () => {
    for (let round = 0; round < 10; round++) {
      arrivals.add(delivery(1));
      expect(await arrivals.take(100)).toHaveLength(1);
      await jest.advanceTimersByTimeAsync(50);
    }
  });

  it('wait for company once many batches have been taken, and for no longer than the tempo has it', async () => {
    await goAhead();
    const lengths = taken(100);
    for (let more = 0; more < 4; more++) {
      arrivals.add(delivery(1));
      await jest.advanceTimersByTimeAsync(12);
    }
    expect(lengths).toEqual([]);

    await jest.advanceTimersByTimeAsync(2);
    expect(lengths).toEqual([4]);
  });

  it('do not wait when they are as many as may be taken', async () => {
    await goAhead();
    const lengths = taken(2);
    for (const one of [1, 2, 3].map(delivery)) arrivals.add(one);
    await jest.advanceTimersByTimeAsync(0);

    expect(lengths).toEqual([2]);
  });

  it('are waited for again when those that had come went with their channel', async () => {
    await goAhead();
    const lengths = taken(100);
    arrivals.add(delivery(1));
    await jest.advanceTimersByTimeAsync(0);
    arrivals.forget(channel);
    await jest.advanceTimersByTimeAsync(50);
    expect(lengths).toEqual([]);

    arrivals.add(delivery(1));
    await jest.advanceTimersByTimeAsync(0);
    expect(lengths).toEqual([1]);
  });

  it('are left to the broker once nobody wants any more', async () => {
    await goAhead();
    const lengths = taken(100);
    arrivals.add(delivery(1));
    arrivals.close();
    await jest.advanceTimersByTimeAsync(0);

    expect(lengths).toEqual([0]);
  });
});
