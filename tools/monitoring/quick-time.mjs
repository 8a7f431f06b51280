// @ts-check

/** @typedef {{ name: string, rules: { alert: string, expr: string, for?: string }[] }} Group */

// Ages that are compared with how long something may take; all other figures are what they are, however fast time goes.
const AGE = /(\bwaybill_(?:oldest_\w+|consumer_lag)_seconds\)?\s*>\s*)([\d.]+)/g;
const RANGE = /(\[|\boffset\s+)(\d+)m\b/g;
const MINUTES = /^(\d+)m$/;
const SECONDS_IN_A_MINUTE = 60;

/**
 * The same rules where time goes sixty times as fast: each minute is a second, in what is looked back on, in how long an
 * alert has to last, and in the ages that it asks for. Nothing else changes.
 * @param {{ groups: Group[] }} rules @returns {{ groups: Group[] }}
 */
export const inQuickTime = ({ groups }) => ({
  groups: groups.map((group) => ({
    ...group,
    rules: group.rules.map((rule) => ({
      ...rule,
      expr: quickly(rule.expr),
      ...(rule.for !== undefined && { for: rule.for.replace(MINUTES, '$1s') }),
    })),
  })),
});

/** @param {string} expr */
const quickly = (expr) =>
  expr
    .replaceAll(RANGE, '$1$2s')
    .replaceAll(AGE, (_all, compared, seconds) => `${compared}${Number(seconds) / SECONDS_IN_A_MINUTE}`);
