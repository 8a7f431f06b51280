// @ts-check
import { createRandom } from './random.mjs';

/** @typedef {import('./fault.mjs').Fault} Fault */
/** @typedef {import('./fault.mjs').Details} Details */
/** @typedef {import('./fault.mjs').Shape} Shape */

/**
 * One fault of a run.
 * @typedef {object} Step
 * @property {number} number from 1
 * @property {Fault} fault
 * @property {number} pauseMs of normal work before it
 * @property {number} lengthMs
 * @property {Details} details whom it hits, and how
 */

const PAUSE_MS = /** @type {const} */ ([1500, 5000]);

/**
 * The faults of a run, without end: a pure function of its arguments. Each fault comes once before any comes again.
 * @param {number} seed
 * @param {readonly Fault[]} faults
 * @param {Shape} shape of the system that they hit
 * @returns {Generator<Step, never>}
 */
export function* plan(seed, faults, shape) {
  const random = createRandom(seed);
  for (let number = 1; ;) {
    for (const fault of random.shuffled(faults)) {
      const own = random.fork();
      const pauseMs = own.whole(...PAUSE_MS);
      const lengthMs = own.whole(...fault.lengthMs);
      yield { number, fault, pauseMs, lengthMs, details: fault.draw(own, shape) };
      number += 1;
    }
  }
}

/** A step in one line. @param {Step} step */
export function lineOf({ number, fault, pauseMs, lengthMs, details }) {
  const told = Object.entries(details).map(([name, value]) => `${name}=${value}`);
  const place = String(number).padStart(3);
  return `${place}  after ${seconds(pauseMs)}  for ${seconds(lengthMs)}  ${fault.name.padEnd(22)} ${told.join(' ')}`;
}

/** @param {number} ms */
const seconds = (ms) => `${(ms / 1000).toFixed(1).padStart(4)} s`;
