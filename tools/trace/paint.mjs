// @ts-check

/**
 * How parts of the picture are shown.
 * @typedef {object} Paint
 * @property {(text: string) => string} bold
 * @property {(text: string) => string} dim
 * @property {(text: string) => string} plain
 * @property {(text: string) => string} note
 * @property {(text: string) => string} bad
 * @property {(lanes: string) => string} lanes
 * @property {(title: string, delay: string) => string} title
 */

/** @param {string} text */
const asItIs = (text) => text;

/** Characters alone, for files and chats. @type {Paint} */
export const PLAIN = {
  bold: asItIs,
  dim: asItIs,
  plain: asItIs,
  note: asItIs,
  bad: asItIs,
  lanes: asItIs,
  title: asItIs,
};

/** @param {number} on @param {number} off @returns {(text: string) => string} */
const sgr = (on, off) => (text) => `\u001b[${on}m${text}\u001b[${off}m`;

const bold = sgr(1, 22);
const dim = sgr(2, 22);
const red = sgr(31, 39);
const yellow = sgr(33, 39);
const cyan = sgr(36, 39);

/** With colours, for a terminal. @type {Paint} */
export const COLOURED = {
  bold,
  dim,
  plain: asItIs,
  note: yellow,
  bad: red,
  lanes: (lanes) =>
    lanes.replace(/[●─┼▶◀]+|[╌▷◁]+|✗|│/gu, (part) => {
      if (part === '✗') return red(part);
      if (part === '│') return dim(part);
      return /[╌▷◁]/u.test(part) ? yellow(part) : cyan(part);
    }),
  title: (title, delay) =>
    delay !== '' && title.endsWith(delay) ? bold(title.slice(0, -delay.length)) + dim(delay) : bold(title),
};

/** Colours for a terminal that wants them. @param {{ isTTY?: boolean }} stream @param {NodeJS.ProcessEnv} env */
export const paintFor = ({ isTTY = false }, env) => (isTTY && !env['NO_COLOR'] ? COLOURED : PLAIN);
