// @ts-check
import { openSaga } from '../shops/saga.mjs';
import { Stall } from './stall.mjs';

/** Every order for one product, against orders spread over fifty. @type {import('./part.mjs').Part} */
export async function hot(bench) {
  const shop = await openSaga(bench.ground, 'hot');
  const stall = new Stall(bench, shop);
  return {
    measure: async () => {
      const spread = await stall.sustained({}, bench.known.perSecond);
      const products = shop.products.slice(0, 1);
      const one = await stall.sustained({ products }, spread.perSecond);
      await stall.takeStock();
      return {
        'orders a second, fifty products': spread.perSecond,
        'orders a second, one product': one.perSecond,
        'one product / fifty': one.perSecond / spread.perSecond,
      };
    },
    close: () => stall.close(),
  };
}
