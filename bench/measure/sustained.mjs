// @ts-check

/** @typedef {Record<string, number>} Waiting what waits, by place, and when it was looked at */

// Refusals, and answers of no kind that was asked for.
const UNSERVED_AT_MOST = 0.001;
// Whatever waits may be so many seconds' worth of orders, and grow by so much from the first third to the last. At 30
// seconds that tells a rate that is a hundredth too high.
const WAITING_AT_MOST_S = 1;
const GROWTH_AT_MOST_S = 0.25;
const GENERATOR_LATE_AT_MOST_MS = 1_000;
// A few that wait say nothing at a low rate.
const FEW = 20;

/**
 * Why a rate was not sustained, in words: orders were not served, something waits and grows, or the generator itself did
 * not keep up. Nothing if it was.
 * @param {object} run
 * @param {number} run.perSecond
 * @param {Pick<import('../load/generator.mjs').Outcome, 'offered' | 'accepted' | 'latestMs'>} run.outcome
 * @param {readonly Waiting[]} run.samples of the seconds after the warm-up, in their order
 * @returns {string[]}
 */
export function troubles({ perSecond, outcome, samples }) {
  const { offered, accepted, latestMs } = outcome;
  const unserved = offered - accepted.length;
  const places = Object.keys(samples[0] ?? {}).filter((place) => place !== 'atMs');
  return [
    ...(unserved > offered * UNSERVED_AT_MOST ? [`${unserved} of ${offered} not accepted`] : []),
    ...(latestMs > GENERATOR_LATE_AT_MOST_MS
      ? [`the generator itself was ${Math.round(latestMs)} ms late`]
      : []),
    ...places.flatMap((place) => growth(place, samples, perSecond)),
  ];
}

/** @param {string} place @param {readonly Waiting[]} samples @param {number} perSecond */
function growth(place, samples, perSecond) {
  const counts = samples.map((sample) => sample[place] ?? 0);
  const third = Math.max(1, Math.floor(counts.length / 3));
  const [first, last] = [mean(counts.slice(0, third)), mean(counts.slice(-third))];
  const most = Math.max(FEW, perSecond * WAITING_AT_MOST_S);
  const grown = last - first;
  if (last > most) return [`${Math.round(last)} wait: ${place}`];
  return grown > Math.max(FEW, perSecond * GROWTH_AT_MOST_S)
    ? [`${Math.round(grown)} more wait: ${place}`]
    : [];
}

/** @param {readonly number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
