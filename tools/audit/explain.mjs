// @ts-check
import { claims } from './audit-system.mjs';

// A link is read as its text, and where it leads.
const asText = (/** @type {string} */ markdown) =>
  markdown.replaceAll(/\[([^\]]+)\]\(([^)]+)\)/g, '$1 (docs/$2)');

/** Every claim with what it means and what to do, for people in a terminal. */
export const explanations = () =>
  claims()
    .map(
      ({ name, explanation, means, remedy, severity }) =>
        `${name} (${severity})\n  holds     ${explanation}\n  if not    ${means}\n  then      ${asText(remedy)}\n`,
    )
    .join('\n');
