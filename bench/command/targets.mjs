// @ts-check
import { ALL_SECONDS } from '../parts/cost-figures.mjs';
import { FLOOR_SECONDS } from '../parts/floor.mjs';
import { GROWTH, MOST } from '../parts/memory.mjs';

/** @typedef {import('./parts.mjs').PartName} PartName */
/** @typedef {import('../parts/part.mjs').Figures} Figures */
/** The figures of one round, by part. @typedef {Partial<Record<PartName, Figures>>} Round */

/**
 * What is to be reached.
 * @typedef {object} Target
 * @property {string} name
 * @property {(round: Round) => number | undefined} of one round; nothing where a part of it was not measured
 * @property {number} [least]
 * @property {number} [most]
 */

/** @param {PartName} part @param {string} name @returns {Target['of']} */
const figure = (part, name) => (round) => round[part]?.[name];

/** @param {Target['of']} above @param {Target['of']} below @returns {Target['of']} */
const ratio = (above, below) => (round) => {
  const [dividend, divisor] = [above(round), below(round)];
  return dividend === undefined || divisor === undefined ? undefined : dividend / divisor;
};

/** @type {readonly Target[]} */
export const TARGETS = [
  {
    name: 'orders a second, saga / the usual way',
    of: ratio(figure('saga', 'orders a second'), figure('usual', 'orders a second')),
    least: 20,
  },
  {
    name: 'efficiency: floor / saga, processor seconds per order',
    of: ratio(figure('floor', FLOOR_SECONDS), figure('saga', ALL_SECONDS)),
    least: 0.5,
  },
  { name: 'one product / fifty', of: figure('hot', 'one product / fifty'), least: 0.85 },
  { name: 'full / empty', of: figure('growth', 'full / empty'), least: 0.9 },
  { name: 'POST at 70 %, p99 ms', of: figure('saga', 'POST at 70 %, p99 ms'), most: 25 },
  {
    name: 'POST to decision at 70 %, p99 ms',
    of: figure('saga', 'POST to decision at 70 %, p99 ms'),
    most: 250,
  },
  {
    name: 'POST to decision at 10 a second, p99 ms',
    of: figure('saga', 'POST to decision at 10 a second, p99 ms'),
    most: 30,
  },
  { name: 'commits per order', of: figure('saga', 'commits per order'), most: 0.2 },
  { name: 'four of each / one', of: figure('instances', 'four of each / one'), least: 0.8 },
  { name: MOST, of: figure('memory', MOST), most: 180 },
  { name: GROWTH, of: figure('memory', GROWTH), most: 5 },
  { name: 'start to ready, the slowest, ms', of: figure('start', 'the slowest, ms'), most: 2000 },
];

/** Whether a value is as it is to be. @param {Target} target @param {number} value */
export const isReached = ({ least = -Infinity, most = Infinity }, value) => value >= least && value <= most;
