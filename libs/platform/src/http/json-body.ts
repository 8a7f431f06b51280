import { isUtf8 } from 'node:buffer';
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { InvalidRequest } from '../problems/invalid-request.js';
import { refuseHostileText, refuseProtoKeys } from './hostile-json.js';
import { keepsRawBody } from './raw-body.js';

// Far more than any request here needs, and far less than would overflow a stack that walks the value.
const DEEPEST_NESTING = 64;

type Done = (error: FastifyError | Error | null, body?: unknown) => void;

/**
 * Makes the server read JSON bodies and no others; what is wrong with one is an `InvalidRequest`. A route that is marked
 * with `KeepsRawBody` gets the bytes as they came.
 */
export function acceptJsonBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (request: FastifyRequest, bytes: Buffer, done: Done) => {
      try {
        done(null, keepsRawBody(request) ? bytes : parseJson(bytes));
      } catch (error) {
        done(error as Error);
      }
    },
  );
}

/**
 * The value of a JSON text, undefined for an empty one.
 *
 * @throws {InvalidRequest} `malformed-json` for what is not JSON in UTF-8 or nests deeper than 64 levels,
 * `invalid-text` for strings no database can store (NUL, lone surrogates), `unknown-field` for `__proto__` keys.
 */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) throw malformed('It is not UTF-8');
  const text = bytes.toString('utf8');
  if (nestsDeeper(text, DEEPEST_NESTING)) throw malformed(`It nests deeper than ${DEEPEST_NESTING} levels`);
  const value = parsed(text);
  refuseProtoKeys(text, value);
  refuseHostileText(text, value);
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the body, which may hold what must not be repeated.
    throw malformed('It is not JSON');
  }
}

const malformed = (detail: string) =>
  new InvalidRequest('malformed-json', `The body cannot be read. ${detail}.`, [
    { in: 'body', pointer: '', detail, code: 'malformed-json' },
  ]);

const STEPS: Readonly<Record<string, number>> = { '{': 1, '[': 1, '}': -1, ']': -1 };

/** Counts brackets outside strings; done before parsing, so that nothing ever walks a value too deep for its stack. */
function nestsDeeper(text: string, limit: number): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] ?? '';
    if (char === '"') index = endOfString(text, index);
    else depth += STEPS[char] ?? 0;
    if (depth > limit) return true;
  }
  return false;
}

function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '"') return index;
  }
  return text.length;
}
