// @ts-check
import { createHash } from 'node:crypto';
import { MUTANTS as SIMULATED } from '../simulation/mutants.mjs';
import { MUTANTS as LIVED } from './catalogue.mjs';
import { wordsFor } from './days.mjs';

/**
 * Something to be tried: a bug in the simulation, a bug in a real system on a day, or a day without a bug.
 * @typedef {object} Trial
 * @property {'simulation' | 'day' | 'control'} kind
 * @property {string} id its own; the two catalogues may have a bug by the same name
 * @property {string} name of the bug; of a day without one what happens on it
 * @property {string} explanation
 * @property {string} file the source that has the bug, if there is one
 * @property {string} happens beside the traffic of the day, or by which schedule
 * @property {string} fingerprint another one once the bug or its day is another
 */

/** @param {unknown} definition */
const fingerprintOf = (definition) =>
  createHash('sha256').update(JSON.stringify(definition)).digest('hex').slice(0, 12);

/** @param {Omit<Trial, 'id' | 'fingerprint'>} facts @param {readonly unknown[]} definition @returns {Trial} */
const trial = (facts, definition) => ({
  ...facts,
  id: `${facts.kind}: ${facts.name}`,
  fingerprint: fingerprintOf(definition),
});

const simulated = SIMULATED.map(({ name, explanation, file, find, replace }) =>
  trial(
    {
      kind: 'simulation',
      name,
      explanation,
      file: file.replace(/\.js$/, '.ts'),
      happens: 'whatever the schedule has',
    },
    [file, find, replace],
  ),
);

const lived = LIVED.map(({ name, explanation, file, find, replace, day }) =>
  trial({ kind: 'day', name, explanation, file, happens: wordsFor(day) }, [file, find, replace, day]),
);

const controls = [...new Map(LIVED.map(({ day }) => [wordsFor(day), day]))].map(([name, day]) =>
  trial({ kind: 'control', name, explanation: 'No bug.', file: '', happens: name }, [day]),
);

/** Every bug of both catalogues, and every day without one. @type {readonly Trial[]} */
export const TRIALS = [...simulated, ...lived, ...controls];

/** The trials of bugs by these names, and the days of those without them. @param {readonly string[]} names */
export function trialsOf(names) {
  const bugs = TRIALS.filter(({ kind, name }) => kind !== 'control' && names.includes(name));
  const days = new Set(bugs.map(({ happens }) => happens));
  return [...bugs, ...controls.filter(({ happens }) => days.has(happens))];
}
