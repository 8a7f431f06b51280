import type { z } from 'zod';
import { InvalidRequest } from '../problems/invalid-request.js';
import { hasUnstorableEscape } from './hostile-json.js';

/** A place in a list as an opaque text; `value` must be JSON. */
export const encodeCursor = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * The place a cursor stands for, undefined without one.
 *
 * @throws {InvalidRequest} `invalid-cursor` unless it holds what the schema describes.
 */
export function decodeCursor<Schema extends z.ZodType>(
  schema: Schema,
  cursor: string | undefined,
): z.output<Schema> | undefined {
  if (cursor === undefined) return undefined;
  const result = schema.safeParse(parsed(cursor));
  if (result.success) return result.data;
  throw new InvalidRequest('invalid-cursor', 'The cursor is not one that this list gave out.', [
    { in: 'query', pointer: '/cursor', detail: 'Is not a cursor of this list', code: 'invalid-cursor' },
  ]);
}

function parsed(cursor: string): unknown {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  try {
    // Undefined is what no schema of a cursor accepts, so every kind of wrong cursor ends in the same answer.
    return hasUnstorableEscape(text) ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
