// @ts-check
import { SECONDS_SUFFIX } from '../parts/cost-figures.mjs';

/** @typedef {Record<string, number>} Figures what was measured of the saga, by the report's names */

/**
 * What a rate of orders takes.
 * @typedef {object} Need
 * @property {number} perSecond orders
 * @property {Record<string, number>} cores of processors that are kept busy, by process
 * @property {Record<string, number>} instances of each service
 * @property {number} walMBPerSecond that the databases write together
 * @property {number} messagesPerSecond
 * @property {number} gigabytesPerDay of WAL, to be kept until it is archived
 */

// In an M/M/1 queue what comes then waits 2.3 times as long as it is worked on, and past this the wait grows steeply.
export const BUSY_AT_MOST = 0.7;
const SECONDS_PER_DAY = 86_400;

/**
 * What so many orders a second take if each costs what it did when it was measured. A service runs JavaScript on one core,
 * so an instance bears what keeps that core busy for `BUSY_AT_MOST` of the time; servers spread over theirs. At least two
 * instances, so that one may die.
 * @param {Figures} saga @param {number} perSecond @returns {Need}
 */
export function needOf(saga, perSecond) {
  const cores = Object.fromEntries(
    processes(saga).map(([name, secondsPerThousand]) => [name, (secondsPerThousand / 1000) * perSecond]),
  );
  const instances = Object.fromEntries(
    Object.entries(cores)
      .filter(([name]) => name.endsWith('-service'))
      .map(([name, busy]) => [name, Math.max(2, Math.ceil(busy / BUSY_AT_MOST))]),
  );
  const walBytes = (saga['bytes of WAL per order'] ?? Number.NaN) * perSecond;
  return {
    perSecond,
    cores,
    instances,
    walMBPerSecond: walBytes / 1e6,
    messagesPerSecond: (saga['messages per order'] ?? Number.NaN) * perSecond,
    gigabytesPerDay: (walBytes * SECONDS_PER_DAY) / 1e9,
  };
}

/** Cores to have, so that none is busier than `BUSY_AT_MOST`. @param {Need} need */
export const coresToHave = ({ cores }) =>
  Object.values(cores).reduce((sum, busy) => sum + busy, 0) / BUSY_AT_MOST;

/** @param {Figures} saga @returns {[name: string, secondsPerThousand: number][]} */
const processes = (saga) =>
  Object.entries(saga)
    .filter(([name]) => name.endsWith(SECONDS_SUFFIX) && !name.startsWith('all'))
    .map(([name, value]) => [name.slice(0, -SECONDS_SUFFIX.length), value]);
