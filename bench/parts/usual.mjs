// @ts-check
import { openUsual } from '../shops/usual.mjs';
import { costFigures } from './cost-figures.mjs';
import { latencies } from './latencies.mjs';
import { Stall } from './stall.mjs';

const SHARE = 0.7;

/** The saga as tutorials write it. @type {import('./part.mjs').Part} */
export async function usual(bench) {
  const stall = new Stall(bench, await openUsual(bench.ground));
  const { seconds } = bench.pace;
  return {
    measure: async () => {
      const { perSecond, orders, cost } = await stall.sustained();
      const share = Math.max(1, Math.round(perSecond * SHARE));
      const busy = await stall.offer({ perSecond: share, seconds, warmUpSeconds: 2 });
      await stall.takeStock();
      return {
        'orders a second': perSecond,
        ...costFigures(cost, orders),
        'orders a second at 70 %': share,
        ...latencies('POST at 70 %', busy.outcome.acceptedMs),
      };
    },
    close: () => stall.close(),
  };
}
