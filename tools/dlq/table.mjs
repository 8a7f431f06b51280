// @ts-check

/** Rows in columns under their names, as lines. @param {readonly Record<string, unknown>[]} rows */
export function table(rows) {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [columns, ...rows.map((row) => columns.map((column) => cellOf(row[column])))];
  const widths = columns.map((_, index) => Math.max(...lines.map((cells) => cells[index]?.length ?? 0)));
  return lines
    .map((cells) =>
      cells
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const WIDEST = 60;

/** What comes from messages must not steer a terminal. @param {unknown} value */
function cellOf(value) {
  const text = textOf(value).replaceAll(/\p{Cc}/gu, ' ');
  return text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text;
}

/** A value as text; a dash if there is none. @param {unknown} value */
export const textOf = (value) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '–'));

/** How long ago, in the largest unit that fits. @param {string | undefined} time @param {number} [now] */
export function ago(time, now = Date.now()) {
  if (time === undefined) return '–';
  const seconds = Math.max(0, Math.round((now - Date.parse(time)) / 1000));
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? ['s', 1];
  return `${Math.floor(seconds / size)} ${unit} ago`;
}

/** @type {readonly (readonly [string, number])[]} */
const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
];
