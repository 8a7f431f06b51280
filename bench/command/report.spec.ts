import { ALL_SECONDS } from '../parts/cost-figures.mjs';
import { FLOOR_SECONDS } from '../parts/floor.mjs';
import { asMarkdown, shown, summary } from './report.mjs';

const on = { cores: 2, memoryGiB: 24, node: 'v20', load: 0.1, postgres: ['fsync=on'] };
const pace = { seconds: 30, rounds: 3, orders: 1000, minutes: 10, statements: false };
const options = { parts: [], pace, json: undefined, markdown: undefined };

const saga = (...rates: number[]) =>
  rates.map((perSecond) => ({ 'orders a second': perSecond, [ALL_SECONDS]: 4 }));

describe('the report', () => {
  it('has the median and the rounds of every figure', () => {
    const { parts } = summary({ rounds: { saga: saga(300, 100, 200) }, refused: {} }, options, on);
    expect(parts['saga']?.['orders a second']).toEqual({ median: 200, rounds: [300, 100, 200] });
  });

  it('compares what was measured in the same round, and takes the median of that', () => {
    const usual = [10, 20, 5].map((perSecond) => ({ 'orders a second': perSecond }));
    const { targets } = summary({ rounds: { saga: saga(300, 100, 200), usual }, refused: {} }, options, on);
    expect(targets).toEqual([
      expect.objectContaining({ value: 30, rounds: [30, 5, 40], least: 20, reached: true }),
    ]);
  });

  it('says of each target whether it is reached, and nothing of those not measured', () => {
    const floor = [{ [FLOOR_SECONDS]: 1 }];
    const text = asMarkdown(summary({ rounds: { saga: saga(300), floor }, refused: {} }, options, on));
    expect(text).toContain(
      '| efficiency: floor / saga, processor seconds per order | at least 0.5 | 0.250 | 0.250 | not reached |',
    );
    expect(text).not.toContain('one product');
  });

  it('says why figures are refused', () => {
    const text = asMarkdown(summary({ rounds: {}, refused: { hot: 'stock: 1' } }, options, on));
    expect(text).toContain('### hot\n\nRefused: stock: 1');
  });

  it.each([
    [1234.5, '1235'],
    [12.34, '12.3'],
    [1.234, '1.23'],
    [0.1234, '0.123'],
    [Number.NaN, 'none'],
  ])('shows %d as %s', (value, text) => {
    expect(shown(value)).toBe(text);
  });
});
