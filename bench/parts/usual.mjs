// @ts-check
import { openUsual } from '../shops/usual.mjs';
import { costFigures } from './cost-figures.mjs';
import { latencies } from './latencies.mjs';
import { Stall } from './stall.mjs';

/** The saga as tutorials write it. @type {import('./part.mjs').Part} */
export async function usual(bench) {
  const stall = new Stall(bench, await openUsual(bench.ground));
  return {
    measure: async () => {
      const { perSecond, orders, cost } = await stall.sustained();
      const busy = await stall.busy(perSecond);
      await stall.takeStock();
      return {
        'orders a second': perSecond,
        ...costFigures(cost, orders),
        'orders a second at 70 %': busy.share,
        ...latencies('POST at 70 %', busy.outcome.acceptedMs),
      };
    },
    close: () => stall.close(),
  };
}
