// @ts-check
import { request } from '../../tools/support/http.mjs';
import { median, quantile } from '../figures.mjs';

const ROUNDS = 16;
const ONE_BY_ONE = 50;
const AT_ONCE = 8;
const TOGETHER = 200;

/** @typedef {{ latencies: number[], perSecond: number[] }} Rounds */
/** @typedef {{ medianMs: number, p95Ms: number, perSecond: number }} CreationFigures */

/**
 * Places orders with two services in turns, so that whatever else the machine does slows both alike.
 * @param {{ empty: string, seeded: string }} urls
 */
export async function measureCreating({ empty, seeded }) {
  /** @type {Record<'empty' | 'seeded', Rounds>} */
  const rounds = { empty: { latencies: [], perSecond: [] }, seeded: { latencies: [], perSecond: [] } };
  await round(empty);
  await round(seeded);
  for (let number = 0; number < ROUNDS; number += 1) {
    const turns = /** @type {const} */ ([
      ['empty', empty],
      ['seeded', seeded],
    ]);
    for (const [name, url] of number % 2 === 0 ? turns : turns.toReversed()) {
      const { latencies, perSecond } = await round(url);
      rounds[name].latencies.push(...latencies);
      rounds[name].perSecond.push(perSecond);
    }
  }
  const figures = { empty: summary(rounds.empty), seeded: summary(rounds.seeded) };
  return {
    ...figures,
    latencyRatio: figures.seeded.medianMs / figures.empty.medianMs,
    costRatio: figures.empty.perSecond / figures.seeded.perSecond,
  };
}

/** @param {Rounds} rounds @returns {CreationFigures} */
const summary = ({ latencies, perSecond }) => ({
  medianMs: median(latencies),
  p95Ms: quantile(latencies, 0.95),
  perSecond: median(perSecond),
});

/** @param {string} url */
async function round(url) {
  const latencies = [];
  for (let number = 0; number < ONE_BY_ONE; number += 1) {
    const began = performance.now();
    await place(url);
    latencies.push(performance.now() - began);
  }
  const began = performance.now();
  let left = TOGETHER;
  const worker = async () => {
    while (left-- > 0) await place(url);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { latencies, perSecond: (TOGETHER / (performance.now() - began)) * 1000 };
}

/** An order of two products, skewed as the sample orders are, with notes now and then. @param {string} url */
async function place(url) {
  const product = () => `SEED-EUR-${String(Math.floor(1500 * Math.random() ** 3)).padStart(4, '0')}`;
  const customer = Math.floor(100_000 * Math.random() ** 2)
    .toString(16)
    .padStart(12, '0');
  const body = {
    customerId: `c0000000-0000-7000-8000-${customer}`,
    items: [product(), product()].map((productId) => ({ productId, quantity: 1 })),
    contact: { email: 'bench@example.org' },
    ...(Math.random() < 0.25 ? { notes: 'Please ring twice and leave it at the door' } : {}),
  };
  const answer = await request(`${url}/orders`, { method: 'POST', body });
  if (answer.status !== 201) throw new Error(`an order is refused: ${JSON.stringify(answer.body)}`);
}
