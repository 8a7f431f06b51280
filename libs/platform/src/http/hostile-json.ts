import { InvalidRequest } from '../problems/invalid-request.js';
import { jsonPointer } from '../problems/json-pointer.js';

// JSON can bring these in as escapes only: raw NUL is a syntax error and raw surrogates are not UTF-8. So a body
// without such an escape, which is nearly every body, is not walked.
const SUSPICIOUS_ESCAPE = /\\u(?:0000|d[89a-f])/i;
// With the u flag a surrogate is matched only where it lacks its other half.
const UNSTORABLE = /[\0\p{Surrogate}]/gu;
const SUSPICIOUS_KEY = /__proto__|\\u005f|\\u00(?:70|72|6f|74)/i;

/** Whether the JSON text has an escape for NUL or for a surrogate, paired or not. */
export const hasUnstorableEscape = (text: string): boolean => SUSPICIOUS_ESCAPE.test(text);

/** @throws {InvalidRequest} `invalid-text` when a key or a string holds NUL or half of a surrogate pair. */
export function refuseHostileText(text: string, value: unknown): void {
  if (!hasUnstorableEscape(text)) return;
  const path = find(value, (key, item) => isHostile(key) || (typeof item === 'string' && isHostile(item)));
  if (path) throw hostileText('body', jsonPointer(path).replaceAll(UNSTORABLE, '\ufffd'));
}

/** @throws {InvalidRequest} `validation-failed` when an object has an own `__proto__`, which no schema gets to see. */
export function refuseProtoKeys(text: string, value: unknown): void {
  if (!SUSPICIOUS_KEY.test(text)) return;
  const path = find(value, (key) => key === '__proto__');
  if (!path) return;
  throw new InvalidRequest('validation-failed', 'The request is not valid; it has a forbidden field.', [
    { in: 'body', pointer: jsonPointer(path), detail: 'Unknown field', code: 'unknown-field' },
  ]);
}

/** The refusal of a text that no database column can hold. */
export const hostileText = (part: 'body' | 'query' | 'path', pointer: string) =>
  new InvalidRequest('invalid-text', 'A text holds NUL or half of a surrogate pair.', [
    { in: part, pointer, detail: 'Must not hold NUL or lone surrogates', code: 'invalid-text' },
  ]);

const isHostile = (text: string): boolean => text.search(UNSTORABLE) !== -1;

type Test = (key: string, item: unknown) => boolean;

/** The path to the first place that the test picks; the nesting of `value` is bounded before it comes here. */
const find = (value: unknown, picks: Test): readonly string[] | undefined =>
  picks('', value) ? [] : findInside(value, picks, []);

function findInside(value: unknown, picks: Test, path: readonly string[]): readonly string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const here = [...path, key];
    const found = picks(key, item) ? here : findInside(item, picks, here);
    if (found) return found;
  }
  return undefined;
}
