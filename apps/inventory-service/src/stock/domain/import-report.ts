import type { ImportPlan, RefusedLine } from './import-lines.js';

const MOST_REFUSALS = 1000;

/** What became of the lines of an import: `received` is the sum of the other four. */
export interface ImportReport {
  readonly received: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
  /** The first thousand of the refused lines. */
  readonly refusals: readonly RefusedLine[];
}

/** The report of an import that has just begun. */
export const EMPTY_REPORT: ImportReport = {
  received: 0,
  added: 0,
  changed: 0,
  unchanged: 0,
  refused: 0,
  refusals: [],
};

/** The report with more lines in it: those that were carried out, and those that nobody could read. */
export function withLines(
  report: ImportReport,
  { counts, refused: byRule }: Pick<ImportPlan, 'counts' | 'refused'>,
  unreadable: readonly RefusedLine[],
): ImportReport {
  const refused = [...byRule, ...unreadable].toSorted((a, b) => a.line - b.line);
  const room = MOST_REFUSALS - report.refusals.length;
  return {
    received: report.received + counts.added + counts.changed + counts.unchanged + refused.length,
    added: report.added + counts.added,
    changed: report.changed + counts.changed,
    unchanged: report.unchanged + counts.unchanged,
    refused: report.refused + refused.length,
    refusals: room > 0 ? [...report.refusals, ...refused.slice(0, room)] : report.refusals,
  };
}
