import type { Channel, ConsumeMessage } from 'amqplib';
import { Arrivals } from './arrivals.js';
import { Delivery } from './delivery.js';

const MEBIBYTE = 1_048_576;
const channel = {} as Channel;
const delivery = (bytes: number): Delivery =>
  new Delivery({ content: { length: bytes } } as unknown as ConsumeMessage, channel);

describe('deliveries that wait', () => {
  it('are taken as they have come, so many at a time', async () => {
    const arrivals = new Arrivals();
    const all = [1, 2, 3].map(delivery);
    for (const one of all) arrivals.add(one);
    expect(await arrivals.take(2)).toEqual(all.slice(0, 2));
    expect(await arrivals.take(2)).toEqual(all.slice(2));
  });

  it('make a batch of at most eight mebibytes, or of one', async () => {
    const arrivals = new Arrivals();
    for (const size of [MEBIBYTE, MEBIBYTE, 9 * MEBIBYTE, ...Array<number>(9).fill(MEBIBYTE)])
      arrivals.add(delivery(size));
    const lengths = [];
    for (let batch = 0; batch < 4; batch++) lengths.push((await arrivals.take(100)).length);
    expect(lengths).toEqual([2, 1, 8, 1]);
  });
});
