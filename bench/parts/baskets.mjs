// @ts-check
import { openSaga } from '../shops/saga.mjs';
import { costFigures } from './cost-figures.mjs';
import { Stall } from './stall.mjs';

const LINES = 20;

/** Orders of twenty products each. @type {import('./part.mjs').Part} */
export async function baskets(bench) {
  const stall = new Stall(bench, await openSaga(bench.ground, 'baskets'));
  const likely = bench.known.perSecond && bench.known.perSecond / 2;
  return {
    measure: async () => {
      const { perSecond, orders, cost } = await stall.sustained({ lines: LINES }, likely);
      await stall.takeStock();
      return {
        'orders a second': perSecond,
        'lines a second': perSecond * LINES,
        ...costFigures(cost, orders),
      };
    },
    close: () => stall.close(),
  };
}
