// @ts-check
import { request } from '../../tools/support/http.mjs';
import { CASES, SORTS } from './cases.mjs';
import { median, quantile } from '../figures.mjs';

const PER_PAGE = 50;
const SAMPLES = 11;
const TIMEOUT_MS = 60_000;

/** @typedef {{ filter: string, sort: string, place: string, medianMs: number, p95Ms: number }} ListFigures */
/** @typedef {{ id: string, currency: string, totalAmount: number }} Order */

/**
 * Times every filter in every order: the first, a middle and the last page, by cursor and by number.
 * @param {string} url of a service
 * @param {(name: string) => void} progress
 * @returns {Promise<ListFigures[]>}
 */
export async function measureLists(url, progress) {
  /** @type {ListFigures[]} */
  const figures = [];
  for (const { name, query } of CASES) {
    for (const sort of SORTS) {
      if (sort.endsWith('totalAmount') && ('productId' in query || 'q' in query)) continue;
      const places = await placesOf(url, { ...query, sort });
      for (const [place, at] of Object.entries(places)) {
        const times = await timed(url, { ...query, sort, ...at });
        figures.push({ filter: name, sort, place, medianMs: median(times), p95Ms: quantile(times, 0.95) });
      }
    }
    progress(name);
  }
  return figures;
}

/** @param {string} url @param {Record<string, string>} query */
async function timed(url, query) {
  const times = [];
  await page(url, query);
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const began = performance.now();
    await page(url, query);
    times.push(performance.now() - began);
  }
  return times;
}

/**
 * The parameters of the pages to time.
 * @param {string} url
 * @param {Record<string, string>} query
 * @returns {Promise<Record<string, Record<string, string>>>}
 */
async function placesOf(url, query) {
  const byNumber = (/** @type {number} */ number) => ({ page: String(number), per_page: String(PER_PAGE) });
  const last = await lastPage(
    async (number) => (await page(url, { ...query, ...byNumber(number) })).length > 0,
  );
  const middle = Math.max(1, Math.floor(last / 2));
  const [inTheMiddle] = await page(url, { ...query, ...byNumber(middle) });
  const fromTheEnd = (await page(url, { ...query, sort: turned(query['sort'] ?? ''), limit: '51' })).at(-1);
  /** @param {Order | undefined} order @returns {Record<string, string>} */
  const after = (order) => (order ? { cursor: cursorOf(query['sort'] ?? '', order) } : {});
  return {
    'first, cursor': {},
    'middle, cursor': after(inTheMiddle),
    'last, cursor': after(fromTheEnd),
    'first, page': byNumber(1),
    'middle, page': byNumber(middle),
    'last, page': byNumber(last),
  };
}

/** The last page that has something on it and that numbers reach. @param {(number: number) => Promise<boolean>} exists */
async function lastPage(exists) {
  let [low, high] = [1, 100_000 / PER_PAGE + 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await exists(middle).catch(() => false)) low = middle;
    else high = middle;
  }
  return low;
}

/** @param {string} sort */
const turned = (sort) => (sort.startsWith('-') ? sort.slice(1) : `-${sort}`);

/** The cursor that leads on from an order. @param {string} sort @param {Order} order */
function cursorOf(sort, { id, currency, totalAmount }) {
  const total = Math.round(totalAmount * (currency === 'JPY' ? 1 : 100));
  const place = sort.endsWith('totalAmount') ? { sort, id, currency, total } : { sort, id };
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** @param {string} url @param {Record<string, string>} query @returns {Promise<Order[]>} */
async function page(url, query) {
  const { status, body } = await request(`${url}/orders?${new URLSearchParams(query)}`, {
    timeoutMs: TIMEOUT_MS,
  });
  if (status !== 200) throw new Error(`${JSON.stringify(query)}: ${status} ${JSON.stringify(body)}`);
  return body;
}
