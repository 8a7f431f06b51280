// @ts-check
import { median } from '../figures.mjs';
import { residentMiB } from '../measure/processor.mjs';
import { openSaga } from '../shops/saga.mjs';
import { Stall } from './stall.mjs';

const SHARE = 0.7;
const SAMPLE_EVERY_MS = 1000;

/** What each service holds over minutes at 70 % of what is sustained. @type {import('./part.mjs').Part} */
export async function memory(bench) {
  const shop = await openSaga(bench.ground, 'memory');
  const stall = new Stall(bench, shop);
  return {
    measure: async () => {
      const perSecond = bench.known.perSecond ?? (await stall.sustained()).perSecond;
      const samples = sampling(shop.processes);
      const share = Math.max(1, Math.round(perSecond * SHARE));
      await stall.offer({ perSecond: share, seconds: bench.pace.minutes * 60 });
      const held = samples.stop();
      await stall.takeStock();
      const most = Object.entries(held).map(([app, values]) => [`${app}: at most, MiB`, Math.max(...values)]);
      const grown = Object.entries(held).map(([app, values]) => [
        `${app}: growth, last third over second, MiB`,
        growth(values),
      ]);
      return {
        minutes: bench.pace.minutes,
        'orders a second at 70 %': share,
        ...Object.fromEntries([...most, ...grown]),
        [MOST]: Math.max(...Object.values(held).flat()),
        [GROWTH]: Math.max(...Object.values(held).map(growth)),
      };
    },
    close: () => stall.close(),
  };
}

export const MOST = 'the most of a service, MiB';
export const GROWTH = 'the most growth of a service, last third over second, MiB';

/** @param {readonly number[]} values */
function growth(values) {
  const third = Math.max(1, Math.floor(values.length / 3));
  return median(values.slice(-third)) - median(values.slice(-2 * third, -third));
}

/** Looks at the memory of each service every second, until it is stopped. @param {import('../measure/processor.mjs').Roots} processes */
function sampling(processes) {
  /** @type {Record<string, number[]>} */
  const held = {};
  const look = () => {
    for (const [app, pids] of Object.entries(processes))
      (held[app] ??= []).push(Math.max(...pids.map(residentMiB)));
  };
  look();
  const timer = setInterval(look, SAMPLE_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return held;
    },
  };
}
