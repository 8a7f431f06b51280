// @ts-check
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from '../support/paths.mjs';
import { TRIALS } from './trials.mjs';

/** @typedef {import('./trials.mjs').Trial} Trial */

/** What was found, in words that are the same whenever the same is found. @typedef {{ by: string, what: string }} Found */

/**
 * What a trial came to when it was made last.
 * @typedef {object} Outcome
 * @property {string} fingerprint of what was tried
 * @property {string} on the day, as `2026-01-31`
 * @property {number} [schedules] so many were simulated
 * @property {Found[]} found each once
 */

const PATH = inRoot('tools', 'mutants', 'outcomes.json');

/** The outcomes on record, by the ids of their trials. @returns {Record<string, Outcome>} */
export const outcomesOnRecord = () => (existsSync(PATH) ? JSON.parse(readFileSync(PATH, 'utf8')) : {});

/**
 * Puts outcomes on record, in place of those that their trials had before; those of trials that are no more are dropped.
 * @param {ReadonlyMap<string, Pick<Outcome, 'schedules' | 'found'>>} made by the ids of trials
 */
export function record(made) {
  const before = outcomesOnRecord();
  const on = new Date().toISOString().slice(0, 10);
  const after = TRIALS.flatMap(({ id, fingerprint }) => {
    const fresh = made.get(id);
    const outcome = fresh
      ? { fingerprint, on, ...fresh, found: kindsOf(fresh.found).map(({ by, what }) => ({ by, what })) }
      : before[id];
    return outcome ? [[id, outcome]] : [];
  });
  writeFileSync(PATH, `${JSON.stringify(Object.fromEntries(after), null, 2)}\n`);
}

/**
 * The first of each that was found.
 * @template {Found} F
 * @param {readonly F[]} found
 * @returns {F[]}
 */
export const kindsOf = (found) =>
  found.filter(({ by, what }, at) => found.findIndex((one) => one.by === by && one.what === what) === at);
