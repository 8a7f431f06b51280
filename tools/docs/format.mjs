// @ts-check
import { format, resolveConfig } from 'prettier';
import { inRoot } from '../support/paths.mjs';

/** A table in Markdown. @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
export const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');

/** Names in code, separated by commas; a dash when there are none. @param {readonly string[]} names */
export const codes = (names) => (names.length === 0 ? '–' : names.map((name) => `\`${name}\``).join(', '));

/** The text as the repository formats Markdown. @param {string} text */
export async function asMarkdown(text) {
  return format(text, { ...(await resolveConfig(inRoot('README.md'))), parser: 'markdown' });
}

/** @param {unknown} value */
export const asJson = (value) => `${JSON.stringify(value, null, 2)}\n`;
