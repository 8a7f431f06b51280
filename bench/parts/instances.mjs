// @ts-check
import { openSaga } from '../shops/saga.mjs';
import { Stall } from './stall.mjs';

const COUNTS = /** @type {const} */ ([1, 2, 4]);

/** One, two and four instances of each service, on the same machine. @type {import('./part.mjs').Part} */
export async function instances(bench) {
  return {
    measure: async () => {
      /** @type {import('./part.mjs').Figures} */
      const figures = {};
      const rates = [];
      for (const each of COUNTS) {
        const perSecond = await measure(bench, each, rates[0] ?? bench.known.perSecond);
        rates.push(perSecond);
        figures[`orders a second, ${each} of each`] = perSecond;
      }
      return { ...figures, 'four of each / one': (rates.at(-1) ?? 0) / (rates[0] ?? 0) };
    },
    close: async () => {},
  };
}

let opened = 0;

/** Those of other counts must not run meanwhile. @param {import('./part.mjs').Bench} bench @param {number} each @param {number | undefined} likely */
async function measure(bench, each, likely) {
  const shop = await openSaga(bench.ground, `each_${each}_${(opened += 1)}`, { each });
  const stall = new Stall(bench, shop);
  await stall.warmUp(likely, each);
  const { perSecond } = await stall.sustained({}, likely);
  await stall.takeStock();
  await stall.close();
  return perSecond;
}
