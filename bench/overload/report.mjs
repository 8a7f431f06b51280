// @ts-check
import { ms, quantile, table } from '../figures.mjs';

const HIGHEST_RATIO = 3;
const MOST_GROWTH_MIB = 200;

/** @typedef {import('./offer.mjs').Offered} Offered */
/** @typedef {{ capacity: number, below: Offered, above: Offered, drainedS: number, wrongs: readonly string[] }} Results */

/** The results for people, and what is not as it should be. @param {Results} results */
export function report({ capacity, below, above, drainedS, wrongs }) {
  const ratio = p99(above.outcome.acceptedMs) / p99(below.outcome.acceptedMs);
  const misses = [
    ...wrongs,
    ...(ratio <= HIGHEST_RATIO ? [] : [`p99 of the accepted is ${ratio.toFixed(1)} times what it is below`]),
    ...(above.rssMiB - below.rssMiB <= MOST_GROWTH_MIB
      ? []
      : [`memory grows to ${above.rssMiB.toFixed(0)} MiB`]),
    ...[below, above].flatMap(({ outcome }) =>
      Object.entries(outcome.others).map(([kind, n]) => `${kind}: ${n}`),
    ),
  ];
  const text = [
    `Capacity: ${capacity} orders a second. After 150 % every accepted order was decided within ${drainedS.toFixed(0)} s.`,
    table(
      ['', '80 %', '150 %'],
      ROWS.map(([name, of]) => [name, of(below), of(above)]),
    ),
    `p99 of the accepted: ${ratio.toFixed(2)} times that below.`,
  ].join('\n\n');
  return { text, misses, ratio };
}

/** @param {readonly number[]} values */
const p99 = (values) => quantile(values, 0.99);

/** @type {readonly [string, (offered: Offered) => string | number][]} */
const ROWS = [
  ['offered a second', ({ perSecond }) => perSecond],
  ['offered', ({ outcome }) => outcome.offered],
  ['accepted', ({ outcome }) => outcome.accepted.length],
  ['accepted a second', ({ outcome, seconds }) => Math.round(outcome.accepted.length / seconds)],
  ['refused, 503 `overloaded`', ({ outcome }) => outcome.shedMs.length],
  ['accepted: median ms', ({ outcome }) => ms(quantile(outcome.acceptedMs, 0.5))],
  ['accepted: p99 ms', ({ outcome }) => ms(p99(outcome.acceptedMs))],
  ['refused: median ms', ({ outcome }) => (outcome.shedMs.length ? ms(quantile(outcome.shedMs, 0.5)) : '')],
  ['refused: p99 ms', ({ outcome }) => (outcome.shedMs.length ? ms(p99(outcome.shedMs)) : '')],
  ['`/health/live`: p99 ms', ({ healthMs }) => ms(healthMs)],
  ['memory of the order service, at most, MiB', ({ rssMiB }) => Math.round(rssMiB)],
  ['undecided orders, at most', ({ mostPending }) => mostPending],
];
