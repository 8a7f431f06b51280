// @ts-check
import { quantile } from '../figures.mjs';

/** @type {readonly [string, number][]} */
const QUANTILES = [
  ['p50', 0.5],
  ['p99', 0.99],
  ['p99.9', 0.999],
];

/** Some quantiles of latencies in milliseconds, as figures. @param {string} name @param {readonly number[]} values @returns {import('./part.mjs').Figures} */
export const latencies = (name, values) =>
  Object.fromEntries(QUANTILES.map(([label, share]) => [`${name}, ${label} ms`, quantile(values, share)]));
