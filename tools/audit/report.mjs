// @ts-check

/** @typedef {import('./invariant.mjs').Row} Row */
/** @typedef {import('./invariant.mjs').Verdict} Verdict */

/** What was found, for people: a line for each claim, and below it a table of what does not hold. @param {readonly Verdict[]} verdicts */
export function report(verdicts) {
  const width = Math.max(...verdicts.map(({ name }) => name.length));
  const lines = verdicts.map((verdict) => paragraph(verdict, width));
  return [...lines, '', summary(verdicts), ''].join('\n');
}

/** What has changed since an earlier look; empty if nothing has. @param {readonly Verdict[]} before @param {readonly Verdict[]} now */
export function changes(before, now) {
  const width = Math.max(...now.map(({ name }) => name.length));
  const known = new Map(before.map((verdict) => [verdict.name, verdict]));
  const changed = now.filter((verdict) => facts(known.get(verdict.name)) !== facts(verdict));
  if (changed.length === 0) return '';
  return [new Date().toISOString(), ...changed.map((verdict) => paragraph(verdict, width)), ''].join('\n');
}

/** @param {Verdict | undefined} verdict */
const facts = (verdict) => JSON.stringify([verdict?.count, verdict?.rows]);

/** For machines. @param {readonly Verdict[]} verdicts @param {{ ok: boolean, oneLine: boolean }} options */
export const asJson = (verdicts, { ok, oneLine }) =>
  `${JSON.stringify({ ok, at: new Date().toISOString(), invariants: verdicts }, null, oneLine ? 0 : 2)}\n`;

/** @param {Verdict} verdict @param {number} width */
function paragraph({ name, explanation, severity, count, rows }, width) {
  const mark = count === 0 ? 'ok  ' : severity === 'attention' ? 'look' : 'FAIL';
  const head = `${mark}  ${name.padEnd(width)}  ${explanation}`;
  if (count === 0) return head;
  const more = count > rows.length ? [`and ${count - rows.length} more`] : [];
  return [head, '', ...[...told(rows), ...more].map((line) => `      ${line}`), ''].join('\n');
}

/** @param {readonly Verdict[]} verdicts */
function summary(verdicts) {
  const broken = verdicts.filter(({ count, severity }) => count > 0 && severity === 'violation').length;
  const looks = verdicts.filter(({ count, severity }) => count > 0 && severity === 'attention').length;
  const attention = looks > 0 ? `; ${looks} to be looked at` : '';
  return broken === 0
    ? `all ${verdicts.length} hold${attention}`
    : `${broken} of ${verdicts.length} do not hold${attention}`;
}

/** Sentences where rows speak for themselves, or else columns. @param {readonly Row[]} rows */
const told = (rows) =>
  rows.every(({ says }) => typeof says === 'string') ? rows.map(({ says }) => String(says)) : columnsOf(rows);

/** @param {unknown} value */
const cellOf = (value) => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

/** @param {readonly Row[]} rows */
function columnsOf(rows) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns, ...rows.map((row) => columns.map((column) => cellOf(row[column])))];
  const widths = columns.map((_, index) => Math.max(...lines.map((cells) => cells[index]?.length ?? 0)));
  return lines.map((cells) =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
