// @ts-check

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span of time in at most seven characters: `85 ms`, `12.3 s`, `4m 05s`, `3h 20m`, `12d 4h`. @param {number} ms @returns {string} */
export function span(ms) {
  if (ms < 0) return `-${span(-ms)}`;
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < MINUTE) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  if (ms < HOUR) return pair(ms, MINUTE, 'm', SECOND, 's');
  if (ms < DAY) return pair(ms, HOUR, 'h', MINUTE, 'm');
  return `${Math.floor(ms / DAY)}d ${Math.floor((ms % DAY) / HOUR)}h`;
}

/** @param {number} ms @param {number} large @param {string} l @param {number} small @param {string} s */
const pair = (ms, large, l, small, s) =>
  `${Math.floor(ms / large)}${l} ${String(Math.floor((ms % large) / small)).padStart(2, '0')}${s}`;

/** An amount of minor units as people write it. @param {{ amount: number, currency: string }} money */
export function money({ amount, currency }) {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return `${(amount / 10 ** digits).toFixed(digits)} ${currency}`;
}

// Not between a number and its unit.
const BREAK = / (?!(?:ms|s|×)(?:[ ,]|$))/u;

/** Lines of at most `width` characters, broken between words, or within one that is longer. @param {string} text @param {number} width */
export function wrapped(text, width) {
  /** @type {string[]} */
  const lines = [];
  let line = '';
  for (const word of text.split(BREAK).flatMap((one) => pieces(one, width))) {
    if (line === '') line = word;
    else if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

/** @param {string} word @param {number} width */
const pieces = (word, width) => word.match(new RegExp(`.{1,${width}}`, 'gu')) ?? [''];
