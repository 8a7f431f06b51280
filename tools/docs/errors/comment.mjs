// @ts-check
import ts from 'typescript';

// "… is not there. 404 `order-not-found`." or, of several: "… 409 `too-early` or `too-late`."
const ENDING = /^(.*?)\s*(\d{3}) (`[a-z0-9-]+`(?:(?:,| or|, or) `[a-z0-9-]+`)*)\.$/s;

// "… says too little. In reports only: `incomplete-product`."
const IN_REPORTS = /^(.*?)\s*In reports only: (`[a-z0-9-]+`)\.$/s;

/**
 * What the doc comment of an error says.
 * @typedef {object} Said
 * @property {string} meaning
 * @property {number | undefined} status undefined when the comment does not end in a status and codes
 * @property {string[]} codes
 * @property {boolean} inReports whether no request is answered so: a report names what was refused
 * @property {boolean} passesOn whether the code is that of another error
 */

/** @param {import('typescript').Node} node @returns {Said} */
export function saidOf(node) {
  const text = commentOf(node);
  const passesOn = text.includes('with the code of its cause');
  const report = IN_REPORTS.exec(text);
  if (report) return { ...told(report[1], report[2]), status: undefined, inReports: true, passesOn };
  const [, meaning = text, status, codes] = ENDING.exec(text) ?? [];
  return { ...told(meaning, codes), status: status ? Number(status) : undefined, inReports: false, passesOn };
}

/** @param {string | undefined} meaning @param {string | undefined} codes */
const told = (meaning = '', codes = '') => ({ meaning, codes: codes.match(/[a-z0-9-]+(?=`)/g) ?? [] });

/** @param {import('typescript').Node} node */
function commentOf(node) {
  const last = ts.getJSDocCommentsAndTags(node).findLast(ts.isJSDoc);
  return (ts.getTextOfJSDocComment(last?.comment) ?? '').replaceAll(/\s+/g, ' ').trim();
}
