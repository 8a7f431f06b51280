// @ts-check
import { span } from './words.mjs';

/** @typedef {import('./types.mjs').Delivery} Delivery */
/** @typedef {import('./types.mjs').Notes} Notes */
/** @typedef {import('./types.mjs').Whereabouts} Whereabouts */
/** @typedef {'plain' | 'note' | 'bad'} Tone */
/** @typedef {{ text: string, tone: Tone }} Line */

/** What is worth a word about how an event fared at a subscriber. @param {Delivery} delivery @param {string} asOf @returns {Line[]} */
export const remarksOn = ({ to, state, notes, where }, asOf) =>
  [
    ...(notes ? noted(notes, state === 'handled') : []),
    ...(state === 'skipped' ? [bad('left out')] : []),
    ...(where ? [{ text: whereaboutsIn(where, asOf), tone: toneOf(where) }] : []),
  ].map(({ text, tone }) => ({ text: `${to}: ${text}`, tone }));

/** @param {string} text @returns {Line} */
const note = (text) => ({ text, tone: 'note' });

/** @param {string} text @returns {Line} */
const bad = (text) => ({ text, tone: 'bad' });

/** @param {Whereabouts} where @returns {Tone} */
const toneOf = ({ place }) => (place === 'dead-letter' ? 'bad' : 'note');

/** @param {Notes} notes @param {boolean} handled @returns {Line[]} */
function noted({ attempts, failures = [], repeated, parkedMs, interventions = [] }, handled) {
  const codes = [...new Set(failures.map(({ code }) => code))].join(', ');
  return [
    ...(parkedMs === undefined ? [] : [note(`parked for ${span(parkedMs)}`)]),
    ...(attempts === undefined || !handled ? [] : [note(`took ${attempts} attempts, ${codes}`)]),
    ...interventions.map(({ action }) => note(`${action} by an operator`)),
    ...(repeated === undefined ? [] : [note(`came ${repeated} × again, dropped`)]),
  ];
}

/** Where an event is that has not been handled, in words. @param {Whereabouts} where @param {string} asOf */
function whereaboutsIn({ place, queue, since, attempts, code, waitsFor }, asOf) {
  const how = [
    ...(since ? [`for ${span(Math.max(0, Date.parse(asOf) - Date.parse(since)))}`] : []),
    ...(waitsFor ? [`until ${waitsFor} is handled`] : []),
    ...(attempts ? [`${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`] : []),
    ...(code ? [code] : []),
  ].join(', ');
  const at = {
    outbox: 'in the outbox',
    parked: 'parked',
    retry: `tried again from ${queue}`,
    'dead-letter': `dead letter in ${queue}`,
    queue: 'in its queue or on its way',
  }[place];
  return how ? `${at}, ${how}` : at;
}
