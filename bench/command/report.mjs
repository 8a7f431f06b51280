// @ts-check
import { availableParallelism, loadavg, totalmem } from 'node:os';
import { median, table } from '../figures.mjs';
import { POSTGRES_SETTINGS } from '../private-servers.mjs';
import { TARGETS, isReached } from './targets.mjs';

/** @typedef {import('../parts/part.mjs').Figures} Figures */
/** @typedef {import('./options.mjs').Options} Options */
/** @typedef {import('./run.mjs').Measured} Measured */

/** What figures are of. @typedef {{ cores: number, memoryGiB: number, node: string, load: number, postgres: readonly string[] }} Machine */

/** @returns {Machine} */
export const machine = () => ({
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  postgres: POSTGRES_SETTINGS,
});

/** @typedef {{ median: number, rounds: number[] }} Values */
/** @typedef {{ name: string, least?: number, most?: number, value: number, rounds: number[], reached: boolean }} Compared */

/**
 * Everything that was measured, with medians.
 * @param {Measured} measured @param {Options} options @param {Machine} on
 */
export function summary({ rounds, refused }, { pace }, on) {
  return {
    machine: on,
    pace,
    parts: Object.fromEntries(Object.entries(rounds).map(([part, figures]) => [part, medians(figures)])),
    refused,
    targets: compared(rounds),
  };
}

/** @typedef {ReturnType<typeof summary>} Summary */

/** @param {readonly Figures[]} rounds @returns {Record<string, Values>} */
function medians(rounds) {
  return Object.fromEntries(
    Object.keys(rounds[0] ?? {}).map((name) => {
      const values = rounds.map((figures) => figures[name] ?? Number.NaN);
      return [name, { median: median(values), rounds: values }];
    }),
  );
}

/** Ratios are of one round each, for what else the machine does changes from one to the next. @param {Measured['rounds']} rounds @returns {Compared[]} */
function compared(rounds) {
  const count = Math.max(0, ...Object.values(rounds).map((figures) => figures.length));
  const byRound = Array.from({ length: count }, (_, round) =>
    Object.fromEntries(Object.entries(rounds).map(([part, figures]) => [part, figures[round]])),
  );
  return TARGETS.flatMap(({ of, ...target }) => {
    const values = byRound.map(of).filter((value) => value !== undefined);
    if (values.length === 0) return [];
    const value = median(values);
    return [{ ...target, value, rounds: values, reached: isReached({ of, ...target }, value) }];
  });
}

/** For people. @param {Summary} summary */
export function asMarkdown({ machine: on, pace, parts, refused, targets }) {
  const { cores, memoryGiB, node, load, postgres } = on;
  const sections = Object.entries(parts).flatMap(([part, figures]) => [
    `### ${part}`,
    table(
      ['', 'median', 'rounds'],
      Object.entries(figures).map(([name, { median: value, rounds }]) => [
        name,
        shown(value),
        rounds.map(shown).join(', '),
      ]),
    ),
  ]);
  return [
    `${cores} cores, ${memoryGiB} GiB, Node ${node}, a load of ${load} before; ${pace.rounds} rounds, rates sustained for ` +
      `${pace.seconds} s; PostgreSQL with ${postgres.map((setting) => `\`${setting}\``).join(', ')}`,
    ...sections,
    ...Object.entries(refused).map(([part, reason]) => `### ${part}\n\nRefused: ${reason}`),
    ...(targets.length > 0
      ? [
          '### Targets',
          table(
            ['', 'target', 'median', 'rounds', ''],
            targets.map(({ name, value, rounds, reached, ...bounds }) => [
              name,
              bound(bounds),
              shown(value),
              rounds.map(shown).join(', '),
              reached ? 'reached' : 'not reached',
            ]),
          ),
        ]
      : []),
    '',
  ].join('\n\n');
}

/** @param {{ least?: number, most?: number }} target */
const bound = ({ least, most }) => (least === undefined ? `at most ${most}` : `at least ${least}`);

/** Three digits that say something, and no more. @param {number} value */
export function shown(value) {
  if (!Number.isFinite(value)) return 'none';
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}
