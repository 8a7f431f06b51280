// @ts-check
import { ms, table } from '../figures.mjs';

const SLOWEST_MEDIAN_MS = 50;
const HIGHEST_RATIO = 1.2;
const PLACES = ['first', 'middle', 'last'].flatMap((place) => [`${place}, cursor`, `${place}, page`]);

/**
 * @typedef {object} Results
 * @property {number} count
 * @property {{ cores: number, memoryGiB: number, node: string }} machine
 * @property {Awaited<ReturnType<typeof import('./creating.mjs').measureCreating>>} creating
 * @property {import('./lists.mjs').ListFigures[]} lists
 */

/** The results for people, and what is not as it should be. @param {Results} results */
export function report({ count, machine, creating, lists }) {
  const { empty, seeded, latencyRatio, costRatio } = creating;
  const text = [
    `${count.toLocaleString('en')} orders; ${machine.cores} cores, ${machine.memoryGiB} GiB, Node ${machine.node}`,
    '',
    '### Creating an order',
    '',
    table(
      ['', 'median ms', 'p95 ms', 'orders a second'],
      [
        ['empty table', ms(empty.medianMs), ms(empty.p95Ms), empty.perSecond.toFixed(0)],
        ['filled table', ms(seeded.medianMs), ms(seeded.p95Ms), seeded.perSecond.toFixed(0)],
        ['times the cost', latencyRatio.toFixed(2), '', costRatio.toFixed(2)],
      ],
    ),
    '',
    '### Listing orders: median (p95) ms',
    '',
    table(['Filter', 'Sort', ...PLACES], rowsOf(lists)),
  ].join('\n');
  return { text, misses: missesOf(creating, lists) };
}

/** @param {Results['lists']} lists */
function rowsOf(lists) {
  /** @type {Map<string, Results['lists']>} */
  const rows = new Map();
  for (const figures of lists) {
    const name = `${figures.filter} | \`${figures.sort}\``;
    rows.set(name, [...(rows.get(name) ?? []), figures]);
  }
  return [...rows].map(([name, figures]) => [
    name,
    ...PLACES.map((wanted) => {
      const found = figures.find(({ place }) => place === wanted);
      return found ? `${ms(found.medianMs)} (${ms(found.p95Ms)})` : '';
    }),
  ]);
}

/** @param {Results['creating']} creating @param {Results['lists']} lists */
function missesOf({ latencyRatio, costRatio }, lists) {
  const slow = lists
    .filter(({ medianMs }) => medianMs >= SLOWEST_MEDIAN_MS)
    .map(({ filter, sort, place, medianMs }) => `${filter}, ${sort}, ${place}: ${ms(medianMs)} ms`);
  const dear = [latencyRatio, costRatio].some((ratio) => ratio > HIGHEST_RATIO)
    ? [`creating costs ${latencyRatio.toFixed(2)} and ${costRatio.toFixed(2)} times as much`]
    : [];
  return [...slow, ...dear];
}
