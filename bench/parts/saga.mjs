// @ts-check
import { overheard } from '../measure/traffic.mjs';
import { openSaga } from '../shops/saga.mjs';
import { costFigures } from './cost-figures.mjs';
import { latencies } from './latencies.mjs';
import { Stall } from './stall.mjs';

const ASK_EVERY = 20;
const CALM_PER_SECOND = 10;
const OVERHEARD_S = 2;

/** The saga itself: what it sustains, what an order costs, and how long orders take at a part of that. @type {import('./part.mjs').Part} */
export async function saga(bench) {
  const shop = await openSaga(bench.ground, 'saga');
  const stall = new Stall(bench, shop);
  const { seconds } = bench.pace;
  return {
    measure: async () => {
      const { perSecond, orders, cost } = await stall.sustained();
      bench.known.perSecond = perSecond;
      const busy = await stall.busy(perSecond, { waitEvery: ASK_EVERY });
      const calm = await stall.offer({ perSecond: CALM_PER_SECOND, seconds, warmUpSeconds: 1, waitEvery: 1 });
      bench.known.traffic = await overheard(shop.brokerUrl, shop.topology, async () => {
        const { outcome } = await stall.offer({ perSecond: busy.share, seconds: OVERHEARD_S });
        return { orders: outcome.accepted.length };
      });
      await stall.takeStock();
      return {
        'orders a second': perSecond,
        ...costFigures(cost, orders),
        'orders a second at 70 %': busy.share,
        'at 70 %: seconds of waiting for a processor for each of running': busy.waiting,
        ...latencies('POST at 70 %', busy.outcome.acceptedMs),
        ...latencies('POST to decision at 70 %', busy.outcome.decidedMs),
        ...latencies('POST to decision at 10 a second', calm.outcome.decidedMs),
      };
    },
    close: () => stall.close(),
  };
}
