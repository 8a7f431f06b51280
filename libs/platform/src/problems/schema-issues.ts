import type { z } from 'zod';
import type { FieldError, RequestPart } from '../kernel/domain-error.js';
import { jsonPointer } from './json-pointer.js';

// A body of a megabyte can be wrong in a hundred thousand places; an answer need not be.
const MOST_ERRORS = 50;

const CODES: Partial<Record<z.core.$ZodIssue['code'], string>> = {
  invalid_type: 'invalid-type',
  too_big: 'too-big',
  too_small: 'too-small',
  invalid_format: 'invalid-format',
  not_multiple_of: 'invalid-value',
  invalid_key: 'invalid-key',
};

/** What a schema found wrong, as at most 50 pointers into the given part of the request, below `path`. */
export function fieldErrors(
  issues: readonly z.core.$ZodIssue[],
  part: RequestPart,
  path: readonly PropertyKey[] = [],
): FieldError[] {
  return issues.flatMap((issue) => errorsOf(issue, part, path)).slice(0, MOST_ERRORS);
}

function errorsOf(issue: z.core.$ZodIssue, part: RequestPart, parents: readonly PropertyKey[]): FieldError[] {
  const path = [...parents, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, MOST_ERRORS).map((key) => ({
      in: part,
      pointer: jsonPointer([...path, key]),
      detail: 'Unknown field',
      code: 'unknown-field',
    }));
  }
  if (issue.code === 'invalid_union') {
    const closest = closestOption(issue.errors);
    if (closest) return closest.flatMap((nested) => errorsOf(nested, part, path));
  }
  return [{ in: part, pointer: jsonPointer(path), detail: issue.message, code: codeOf(issue) }];
}

/** Of the options of a union, the one the value came nearest to is the one the client most likely meant. */
function closestOption(
  options: readonly (readonly z.core.$ZodIssue[])[],
): readonly z.core.$ZodIssue[] | undefined {
  return options.filter(({ length }) => length > 0).toSorted((a, b) => a.length - b.length)[0];
}

function codeOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) return 'required';
  return CODES[issue.code] ?? 'invalid-value';
}
