import { coresToHave, needOf } from './model.mjs';

const saga = {
  'orders a second': 700,
  'order-service: processor seconds per 1,000 orders': 0.5,
  'PostgreSQL: processor seconds per 1,000 orders': 0.9,
  'all: processor seconds per 1,000 orders': 1.4,
  'messages per order': 0.25,
  'bytes of WAL per order': 20_000,
};

describe('what more orders take', () => {
  it('grows with their number, and counts no process twice', () => {
    const need = needOf(saga, 1_000);

    expect(need.cores).toEqual({ 'order-service': 0.5, PostgreSQL: 0.9 });
    expect(coresToHave(need)).toBeCloseTo(2);
    expect(need.messagesPerSecond).toBe(250);
    expect(need.walMBPerSecond).toBeCloseTo(20);
    expect(need.gigabytesPerDay).toBeCloseTo(1_728);
  });

  it('is two instances of a service at least, and then as many as keep 70 % of a core busy each', () => {
    expect(needOf(saga, 10).instances).toEqual({ 'order-service': 2 });
    expect(needOf(saga, 5_000).instances).toEqual({ 'order-service': 4 });
  });
});
