// @ts-check
import { Parser } from '@asyncapi/parser';

// As Spectral numbers them: 0 is an error, 1 a warning, 2 and 3 are hints.
const WARNING = 1;

// We have no address to give.
const DELIBERATE = new Set(['asyncapi-info-contact']);

// One mistake in a shared schema is found again wherever the schema is used.
const SHOWN = 3;

/**
 * What the official parser finds wrong with the document, warnings included, the first few in words; an empty list when
 * it is sound.
 * @param {string} text
 */
export async function asyncapiProblems(text) {
  const diagnostics = await new Parser().validate(text);
  const problems = diagnostics
    .filter(
      ({ code, severity }) => /** @type {number} */ (severity) <= WARNING && !DELIBERATE.has(String(code)),
    )
    .map(({ message, path }) => `/${path.join('/')}: ${message}`);
  const more = problems.length - SHOWN;
  return more > 0 ? [...problems.slice(0, SHOWN), `and ${more} more`] : problems;
}
