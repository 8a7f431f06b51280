// @ts-check
import { commandOf } from './options.mjs';

/** @typedef {import('./verdict.mjs').Verdict} Verdict */
/** @typedef {import('./options.mjs').Options} Options */
/** @typedef {import('./run.mjs').Injury} Injury */

const VIOLATIONS_SHOWN = 30;

/** @type {Record<string, string>} */
const FIGURES = {
  faults: 'faults injected',
  ordersPlaced: 'orders placed',
  ordersAccepted: 'orders accepted',
  ordersLost: 'orders accepted and lost',
  unitsOversold: 'units oversold',
  requestsRepeated: 'requests repeated by customers',
  crashPoints: 'named points of the code at which a process died or stood still',
  eventsRestored: 'events lost with a deleted queue, seen to be missing, and brought back',
  mails: 'mails',
  mailsRepeated: 'mails that arrived again, under the same Message-ID',
  mailsRepeatedAllowed: 'of at most',
};

/** For people, at the end of a run. @param {Verdict} verdict */
export function summary({ violations, late, figures }) {
  const rows = Object.entries(figures).map(
    ([name, value]) => `${(FIGURES[name] ?? name).padEnd(74)} ${value}`,
  );
  return [
    '',
    ...rows,
    '',
    ...told('violations', violations),
    ...told('recovered too late from', late),
    '',
  ].join('\n');
}

/** @param {string} what @param {string[]} found */
function told(what, found) {
  if (found.length === 0) return [`${what}: none`];
  const more = found.length > VIOLATIONS_SHOWN ? [`  and ${found.length - VIOLATIONS_SHOWN} more`] : [];
  return [
    `${found.length} ${what}:`,
    ...found.slice(0, VIOLATIONS_SHOWN).map((line) => `  ${line}`),
    ...more,
  ];
}

/** For machines. @param {Verdict} verdict @param {Options} options */
export const asJson = ({ injuries, ...verdict }, options) =>
  JSON.stringify(
    {
      command: commandOf(options),
      ...verdict,
      injuries: injuries.map(({ step, ...measured }) => ({
        number: step.number,
        fault: step.fault.name,
        details: step.details,
        ...measured,
      })),
    },
    undefined,
    2,
  );

/** For a page of the documents. @param {Verdict} verdict @param {Options} options */
export function asMarkdown({ violations, late, injuries, figures }, options) {
  return [
    '# Report of a chaos run',
    '',
    'Written by the run itself; what its columns mean is in [reliability.md](reliability.md).',
    '',
    '```',
    commandOf(options),
    '```',
    '',
    '| What | How many |',
    '| --- | --- |',
    ...Object.entries(figures).map(([name, value]) => `| ${FIGURES[name] ?? name} | ${value} |`),
    `| violations | ${violations.length} |`,
    `| recoveries later than allowed | ${late.length} |`,
    '',
    '| Fault | Times | Lasted | Normal again after, median | at the latest | of the time allowed, at the most | Decisions while it lasted, median |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...byFault(injuries).map(rowOf),
    '',
    ...violations.map((violation) => `- ${violation}`),
    '',
  ].join('\n');
}

/** @param {Injury[]} injuries */
function byFault(injuries) {
  /** @type {Map<string, Injury[]>} */
  const groups = new Map();
  for (const injury of injuries) {
    const { name } = injury.step.fault;
    groups.set(name, [...(groups.get(name) ?? []), injury]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** @param {[string, Injury[]]} group */
function rowOf([name, injuries]) {
  const recovered = injuries.map(({ recoveredMs }) => recoveredMs ?? Number.POSITIVE_INFINITY);
  const shares = injuries.map(
    ({ recoveredMs = Number.POSITIVE_INFINITY, allowedMs }) => recoveredMs / allowedMs,
  );
  const lengths = injuries.map(({ lengthMs }) => lengthMs);
  const during = injuries.flatMap(({ p50During }) => p50During ?? []);
  const cells = [
    name,
    injuries.length,
    `${seconds(Math.min(...lengths))} to ${seconds(Math.max(...lengths))}`,
    seconds(median(recovered)),
    seconds(Math.max(...recovered)),
    `${Math.round(Math.max(...shares) * 100)} %`,
    during.length === 0 ? '–' : seconds(median(during)),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** @param {number[]} numbers */
function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** @param {number} ms */
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
