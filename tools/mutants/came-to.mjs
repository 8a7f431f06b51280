// @ts-check

/** @typedef {import('./outcomes.mjs').Found} Found */
/** @typedef {import('./outcomes.mjs').Outcome} Outcome */
/** @typedef {import('./trials.mjs').Trial} Trial */

/**
 * By whom what was found, and on which day it was tried; of what has changed since, only that.
 * @param {Pick<Trial, 'fingerprint'>} trial
 * @param {Outcome | undefined} outcome the one on record
 * @returns {[found: string, on: string]} Markdown
 */
export function cameTo({ fingerprint }, outcome) {
  if (!outcome) return ['not run yet', '–'];
  const { on, found, schedules } = outcome;
  if (outcome.fingerprint !== fingerprint) return ['not run since it was changed', on];
  const after = schedules === undefined ? [] : [`after ${schedules} schedule${schedules === 1 ? '' : 's'}`];
  return [[...(found.length === 0 ? ['nothing'] : byWhom(found)), ...after].join('; '), on];
}

/** @param {readonly Found[]} found */
const byWhom = (found) =>
  [...new Set(found.map(({ by }) => by))].map((by) => {
    const whats = found.filter((one) => one.by === by).map(({ what }) => what);
    return `${by}: ${whats.map((what) => (by === 'auditor' ? `\`${what}\`` : what)).join(', ')}`;
  });
